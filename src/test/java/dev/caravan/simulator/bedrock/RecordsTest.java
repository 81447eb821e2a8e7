package dev.caravan.simulator.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.RunningSimulator;
import dev.caravan.testkit.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single records: the answers of each maker's models, and bodies that they do not take. */
class RecordsTest {
    private static final String SAYS = "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hello there\"}]}]";
    private static final String CLAUDE_SAYS = "\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":2000,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]";
    private static final String ANSWER = "[simulated] Hello there";

    private static S3Server s3;
    private static BedrockSimulator simulator;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        s3 = new S3Server(BedrockSimulator.IN, BedrockSimulator.OUT);
        simulator = new BedrockSimulator(data, s3);
        simulator.settings("{\"bedrock\":{\"minRecords\":1,\"maxJobs\":1000},\"statesPerPoll\":4}");
    }

    @AfterAll
    static void stop() {
        simulator.close();
        s3.close();
    }

    /** The row of a job with one record. */
    private static JsonNode row(String type, String model, String body) {
        String arn = simulator.create(
                BedrockSimulator.record("REC1", body),
                request -> request.modelInvocationType(type).modelId(model));
        simulator.ended(arn);
        JsonNode row = simulator.rows(arn).get(0);
        assertThat(row.path("recordId").asText()).isEqualTo("REC1");
        assertThat(row.path("modelInput")).isEqualTo(RunningSimulator.json(body));
        return row;
    }

    private static JsonNode answer(String type, String model, String body) {
        JsonNode row = row(type, model, body);
        assertThat(row.path("error")).as(row.toString()).isEmpty();
        return row.path("modelOutput");
    }

    @Test
    void answersAConverseRecordWithExplicitNulls() {
        assertThat(answer("Converse", "amazon.nova-lite-v1:0", "{" + SAYS + "}"))
                .isEqualTo(RunningSimulator.json("""
                {"output":{"message":{"role":"assistant","content":[
                  {"text":"[simulated] Hello there","image":null,"toolUse":null}]}},
                 "stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":6,"totalTokens":9},
                 "metrics":{"latencyMs":1}}"""));
    }

    @Test
    void answersClaudeWithItsThoughtsBeforeItsText() {
        JsonNode answer = answer(
                "InvokeModel",
                BedrockSimulator.HAIKU,
                "{" + CLAUDE_SAYS + ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}");
        assertThat(answer.at("/content/0/type").asText()).isEqualTo("thinking");
        assertThat(answer.at("/content/1/text").asText()).isEqualTo(ANSWER);
        assertThat(answer.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(answer.path("model").asText()).isEqualTo("claude-haiku-4-5-20251001");
        assertThat(answer.at("/usage/input_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void followsASchemaInEveryForm() {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"size\":{\"type\":\"string\",\"enum\":[\"small\"]}},\"required\":[\"size\"],\"additionalProperties\":false}";
        String quoted = schema.replace("\"", "\\\"");
        String words = "Answer with JSON alone, of this JSON Schema: " + quoted + "\\n\\nHow big?";
        assertThat(answer(
                                "InvokeModel",
                                BedrockSimulator.HAIKU,
                                "{" + CLAUDE_SAYS
                                        + ",\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":"
                                        + schema + "}}}")
                        .at("/content/0/text")
                        .asText())
                .isEqualTo("{\"size\":\"small\"}");
        assertThat(answer(
                                "Converse",
                                BedrockSimulator.HAIKU,
                                "{" + SAYS
                                        + ",\"outputConfig\":{\"textFormat\":{\"type\":\"json_schema\",\"structure\":{\"jsonSchema\":{\"schema\":\""
                                        + quoted + "\",\"name\":\"s\"}}}}}")
                        .at("/output/message/content/0/text")
                        .asText())
                .isEqualTo("{\"size\":\"small\"}");
        assertThat(answer(
                                "InvokeModel",
                                "amazon.nova-lite-v1:0",
                                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"" + words + "\"}]}]}")
                        .at("/output/message/content/0/text")
                        .asText())
                .isEqualTo("{\"size\":\"small\"}");
        assertThat(answer(
                                "InvokeModel",
                                "us.meta.llama3-3-70b-instruct-v1:0",
                                "{\"prompt\":\"<|begin_of_text|><|start_header_id|>user<|end_header_id|>\\n\\n" + words
                                        + "<|eot_id|>\"}")
                        .path("generation")
                        .asText())
                .isEqualTo("{\"size\":\"small\"}");
    }

    @Test
    void cutsLlamaOffAtItsLimit() {
        JsonNode answer = answer(
                "InvokeModel", "us.meta.llama3-3-70b-instruct-v1:0", "{\"prompt\":\"Hello there\",\"max_gen_len\":2}");
        assertThat(answer.path("generation").asText()).isEqualTo("[simulat");
        assertThat(answer.path("stop_reason").asText()).isEqualTo("length");
        assertThat(answer.path("generation_token_count").asInt()).isEqualTo(2);
    }

    @Test
    void embedsTextWithTitanAndCohere() {
        JsonNode titan = answer(
                "InvokeModel", "amazon.titan-embed-text-v2:0", "{\"inputText\":\"Hello there\",\"dimensions\":256}");
        assertThat(titan.path("embedding")).hasSize(256).isEqualTo(titan.at("/embeddingsByType/float"));
        assertThat(titan.path("inputTextTokenCount").asInt()).isEqualTo(3);
        JsonNode image = answer(
                "InvokeModel",
                "amazon.titan-embed-image-v1",
                "{\"inputText\":\"Hello there\",\"embeddingConfig\":{\"outputEmbeddingLength\":384}}");
        assertThat(image.path("embedding")).hasSize(384);
        JsonNode cohere = answer(
                "InvokeModel",
                "cohere.embed-multilingual-v3",
                "{\"texts\":[\"a\",\"b\"],\"input_type\":\"search_query\"}");
        assertThat(cohere.path("embeddings")).hasSize(2);
        JsonNode byType = answer(
                "InvokeModel",
                "cohere.embed-multilingual-v3",
                "{\"texts\":[\"a\"],\"input_type\":\"search_query\",\"embedding_types\":[\"float\"]}");
        assertThat(byType.at("/embeddings/float/0")).isEqualTo(cohere.at("/embeddings/0"));
    }

    private static final String HAIKU = BedrockSimulator.HAIKU;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "InvokeModel | HAIKU | {'max_tokens':5,'messages':[]} | anthropic_version: Field required",
                "InvokeModel | HAIKU | {CLAUDE,'model':'x'} | extraneous key [model]",
                "InvokeModel | HAIKU | {CLAUDE,'stream':true} | extraneous key [stream]",
                "InvokeModel | HAIKU | {CLAUDE,'temperature':0.1,'top_p':0.5} | cannot both be specified",
                "InvokeModel | HAIKU | {CLAUDE,'thinking':{'type':'adaptive'}} | adaptive thinking is not supported",
                "InvokeModel | HAIKU | {CLAUDE,'output_config':{'effort':'low'}} | does not support the effort",
                "InvokeModel | HAIKU | {CLAUDE,'thinking':{'type':'enabled','budget_tokens':2000}} | must be greater than",
                "InvokeModel | HAIKU | {CLAUDE,'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}} | 'additionalProperties' must be",
                "InvokeModel | HAIKU | {CLAUDE,'output_config':{'format':{'type':'json_schema','schema':{'type':'string','minLength':3}}}} | 'minLength' is not supported",
                "Converse | HAIKU | {CONVERSE,'toolConfig':{}} | Tool use is not supported",
                "Converse | HAIKU | {CLAUDE} | extraneous key",
                "Converse | HAIKU | {CONVERSE,'inferenceConfig':{'temperature':3}} | temperature",
                "Converse | HAIKU | {'messages':[{'role':'user','content':'text'}]} | list of content blocks",
                "Converse | amazon.titan-embed-text-v2:0 | {CONVERSE} | does not support Converse",
                "InvokeModel | amazon.nova-lite-v1:0 | {CONVERSE,'max_tokens':5} | extraneous key [max_tokens]",
                "InvokeModel | us.meta.llama3-3-70b-instruct-v1:0 | {'prompt':'x','max_gen_len':9000} | 9000 is not less or equal",
                "InvokeModel | amazon.titan-embed-text-v2:0 | {'inputText':'x','dimensions':300} | 300 is not a valid",
                "InvokeModel | cohere.embed-english-v3 | {'texts':['x']} | input_type",
            })
    void failsARecordWhoseBodyTheModelDoesNotTake(String type, String model, String body, String why) {
        String full = body.replace('\'', '"').replace("CLAUDE", CLAUDE_SAYS).replace("CONVERSE", SAYS);
        JsonNode row = row(type, model.replace("HAIKU", HAIKU), full);
        assertThat(row.path("modelOutput").isMissingNode()).isTrue();
        assertThat(row.at("/error/errorCode").asInt()).isEqualTo(400);
        assertThat(row.at("/error/errorMessage").asText()).contains(why);
        assertThat(row.at("/error/retryable").asBoolean()).isFalse();
    }

    @Test
    void refusesExplicitCachingWith403() {
        JsonNode row = row(
                "Converse",
                HAIKU,
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"},{\"cachePoint\":{\"type\":\"default\"}}]}]}");
        assertThat(row.at("/error/errorCode").asInt()).isEqualTo(403);
    }
}
