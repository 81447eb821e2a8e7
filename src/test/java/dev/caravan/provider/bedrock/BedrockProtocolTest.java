package dev.caravan.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.ProtocolContract;
import dev.caravan.provider.RequestShape;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request lines. What comes back is in {@link BedrockResultsTest}. */
class BedrockProtocolTest extends ProtocolContract {
    static final String HAIKU = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
    private static final String OPUS = "global.anthropic.claude-opus-4-6-v1";
    private static final String SCHEMA =
            "{\"$schema\":\"x\",\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\",\"minimum\":1}},\"required\":[\"n\"]}";
    private static final String PLAIN = "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\"}},"
            + "\"required\":[\"n\"],\"additionalProperties\":false}";

    @Override
    protected Protocol protocol() {
        return new BedrockProtocol();
    }

    @Override
    protected boolean namesTheModel() {
        return false;
    }

    @Override
    protected RequestShape writable(String endpoint) {
        return switch (endpoint) {
            case "invoke" -> shape(endpoint, HAIKU, null, Map.of("max_tokens", 10), null);
            case "embeddings" -> shape(endpoint, "amazon.titan-embed-text-v2:0", null, Map.of(), null);
            default -> shape(endpoint);
        };
    }

    @Override
    protected String goodLine(String endpoint) {
        return "{\"recordId\":\"" + ID + "\",\"modelInput\":{\"max_tokens\":1},\"modelOutput\":"
                + switch (endpoint) {
                    case "invoke" ->
                        "{\"id\":\"msg_1\",\"content\":[{\"type\":\"text\",\"text\":\"yes\"}],\"stop_reason\":\"end_turn\"}}";
                    case "embeddings" -> "{\"embedding\":[0.5,-0.25],\"inputTextTokenCount\":3}}";
                    default ->
                        "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"yes\"}]}},\"stopReason\":\"end_turn\"}}";
                };
    }

    private static RequestShape shape(
            String endpoint, String model, String thinking, Map<String, Object> parameters, String schema) {
        return new RequestShape(endpoint, model, thinking, parameters, schema, "tickets_v1");
    }

    private String written(RequestShape shape) throws IOException {
        return line(shape, prompt("Be \\\"short\\\"", "Zoë\\n"));
    }

    private static String input(String body) {
        return "{\"recordId\":\"" + ID + "\",\"modelInput\":" + body + "}\n";
    }

    @Test
    void writesTheSameConverseBodyForEveryModel() throws IOException {
        Map<String, Object> parameters = Map.of("inferenceConfig", Map.of("maxTokens", 300));
        assertThat(written(shape("converse", "mistral.mistral-large-2407-v1:0", null, parameters, null)))
                .isEqualTo(
                        input("{\"inferenceConfig\":{\"maxTokens\":300},\"system\":[{\"text\":\"Be \\\"short\\\"\"}],"
                                + "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Zoë\\n\"}]}]}"));
    }

    @Test
    void writesClaudesBodyWithItsVersion() throws IOException {
        assertThat(written(shape("invoke", HAIKU, null, Map.of("max_tokens", 300, "temperature", 0), null)))
                .isEqualTo(input("{\"max_tokens\":300,\"temperature\":0,\"anthropic_version\":\"bedrock-2023-05-31\","
                        + "\"system\":\"Be \\\"short\\\"\",\"messages\":[{\"role\":\"user\",\"content\":"
                        + "[{\"type\":\"text\",\"text\":\"Zoë\\n\"}]}]}"));
    }

    @Test
    void writesNovasBody() throws IOException {
        assertThat(written(shape("invoke", "eu.amazon.nova-lite-v1:0", null, Map.of(), null)))
                .isEqualTo(input("{\"system\":[{\"text\":\"Be \\\"short\\\"\"}],"
                        + "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Zoë\\n\"}]}]}"));
    }

    @ParameterizedTest
    @CsvSource({
        "meta.llama3-3-70b-instruct-v1:0, <|start_header_id|>, <|end_header_id|>, <|eot_id|>",
        "us.meta.llama4-scout-17b-instruct-v1:0, <|header_start|>, <|header_end|>, <|eot|>",
    })
    void writesLlamasPromptWithItsOwnMarks(String model, String start, String end, String over) throws IOException {
        assertThat(written(shape("invoke", model, null, Map.of("max_gen_len", 9), null)))
                .isEqualTo(input("{\"max_gen_len\":9,\"prompt\":\"<|begin_of_text|>" + start + "system" + end
                        + "\\n\\nBe \\\"short\\\"" + over + start + "user" + end + "\\n\\nZoë\\n" + over + start
                        + "assistant" + end + "\\n\\n\"}"));
    }

    @Test
    void asksForTheVectorOfOneText() throws IOException {
        assertThat(line(
                        shape("embeddings", "amazon.titan-embed-text-v2:0", null, Map.of("dimensions", 256), null),
                        prompt("", "Zoë")))
                .isEqualTo(input("{\"dimensions\":256,\"inputText\":\"Zoë\"}"));
        assertThat(line(shape("embeddings", "cohere.embed-multilingual-v3", null, Map.of(), null), prompt("", "Zoë")))
                .isEqualTo(input("{\"input_type\":\"search_document\",\"texts\":[\"Zoë\"]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anthropic.claude-x",
                "us.anthropic.claude-x",
                "eu.anthropic.claude-x",
                "apac.anthropic.claude-x",
                "global.anthropic.claude-x",
                "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-x",
                "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-x"
            })
    void knowsAModelsMakerBehindAnyProfile(String model) {
        assertThat(Family.of(shape("invoke", model, null, Map.of(), null))).contains(Family.CLAUDE);
    }

    @Test
    void takesTheMakerFromTheSettingWhereTheIdDoesNotTell() throws IOException {
        String arn = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6";
        RequestShape unknown = shape("invoke", arn, null, Map.of(), null);
        assertThatThrownBy(() -> protocol().requests(unknown))
                .hasMessage(
                        "The id \"" + arn + "\" does not tell whose request format the model takes: set \"family\" in"
                                + " the settings of the credential (claude, nova, llama, titan, cohere), or use the endpoint converse");
        assertThat(written(unknown.with(Map.of("family", "nova")))).contains("\"messages\"");
    }

    @Test
    void givesASchemaTheWayEachFormTakesIt() throws IOException {
        JsonNode converse = JSON.readTree(written(shape("converse", HAIKU, null, Map.of(), SCHEMA)));
        assertThat(converse.at("/modelInput/outputConfig/textFormat").toString())
                .isEqualTo("{\"type\":\"json_schema\",\"structure\":{\"jsonSchema\":{\"schema\":"
                        + JSON.writeValueAsString(PLAIN) + ",\"name\":\"tickets_v1\"}}}");
        JsonNode claude = JSON.readTree(written(shape("invoke", HAIKU, null, Map.of("max_tokens", 9), SCHEMA)));
        assertThat(claude.at("/modelInput/output_config/format").toString())
                .isEqualTo("{\"type\":\"json_schema\",\"schema\":" + PLAIN + "}");
        JsonNode nova = JSON.readTree(written(shape("invoke", "amazon.nova-lite-v1:0", null, Map.of(), SCHEMA)));
        assertThat(nova.at("/modelInput/messages/0/content/0/text").asText())
                .isEqualTo("Answer with JSON alone, of this JSON Schema: " + PLAIN + "\n\nZoë\n");
        JsonNode same = JSON.readTree(written(shape("converse", "amazon.nova-lite-v1:0", null, Map.of(), SCHEMA)));
        assertThat(same.at("/modelInput/messages/0/content/0/text").asText())
                .isEqualTo("Answer with JSON alone, of this JSON Schema: " + PLAIN + "\n\nZoë\n");
        assertThat(same.at("/modelInput").has("outputConfig")).isFalse();
    }

    @Test
    void thinksByBudgetBefore46AndByEffortFromThenOn() throws IOException {
        JsonNode old = JSON.readTree(written(shape("invoke", HAIKU, "low", Map.of("max_tokens", 2000), null)));
        assertThat(old.at("/modelInput/thinking").toString())
                .isEqualTo("{\"type\":\"enabled\",\"budget_tokens\":1024}");
        assertThat(old.at("/modelInput").has("output_config")).isFalse();

        JsonNode claude = JSON.readTree(written(shape("invoke", OPUS, "high", Map.of("max_tokens", 9), SCHEMA)));
        assertThat(claude.at("/modelInput/thinking").toString()).isEqualTo("{\"type\":\"adaptive\"}");
        assertThat(claude.at("/modelInput/output_config/effort").asText()).isEqualTo("high");
        assertThat(claude.at("/modelInput/output_config").has("format")).isTrue();

        Map<String, Object> room = Map.of("inferenceConfig", Map.of("maxTokens", 9000));
        JsonNode converse = JSON.readTree(written(shape("converse", HAIKU, "medium", room, null)));
        assertThat(converse.at("/modelInput/additionalModelRequestFields").toString())
                .isEqualTo("{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":8192}}");
        JsonNode effort = JSON.readTree(written(shape("converse", "anthropic.claude-sonnet-5", "max", Map.of(), null)));
        assertThat(effort.at("/modelInput/additionalModelRequestFields").toString())
                .isEqualTo("{\"thinking\":{\"type\":\"adaptive\"}}");
        assertThat(effort.at("/modelInput/outputConfig").toString()).isEqualTo("{\"effort\":\"max\"}");
    }

    @Test
    void refusesWhatWouldFailEveryRecord() {
        refuses(
                shape("converse", HAIKU, null, Map.of("toolConfig", Map.of()), null),
                "Unknown parameter \"toolConfig\" for a Converse job: it would fail every record. Known: "
                        + "additionalModelRequestFields, guardrailConfig, inferenceConfig, outputConfig, performanceConfig, "
                        + "requestMetadata, serviceTier");
        refuses(
                shape("invoke", HAIKU, null, Map.of(), null),
                "Claude on Bedrock needs the parameter \"max_tokens\": set it in the batch model, "
                        + "e.g. parameters: {max_tokens: 4000}");
        refuses(
                shape("invoke", HAIKU, "high", Map.of("max_tokens", 4000), null),
                "Thinking level \"high\" of " + HAIKU
                        + " takes up to 24576 tokens, so the limit of the answer must be larger than that; it is 4000");
        refuses(
                shape("invoke", HAIKU, "xhigh", Map.of("max_tokens", 4000), null),
                "Thinking level \"xhigh\" is nothing that " + HAIKU + " knows. Allowed: high, low, medium");
        refuses(
                shape("converse", "amazon.nova-lite-v1:0", "low", Map.of(), null),
                "Thinking level \"low\": amazon.nova-lite-v1:0 has none that Caravan knows; "
                        + "give it in the parameter additionalModelRequestFields");
        refuses(
                shape("invoke", HAIKU, null, Map.of("max_tokens", 9, "output_config", Map.of()), SCHEMA),
                "Parameter \"output_config\" excludes an output schema of the task and a thinking level of the batch model");
        refuses(
                shape("embeddings", HAIKU, null, Map.of(), null),
                HAIKU + " makes no embeddings that Caravan knows. Known are those of Amazon Titan and Cohere");
        refuses(
                shape("invoke", "cohere.embed-english-v3", null, Map.of(), null),
                "cohere.embed-english-v3 makes embeddings: use the endpoint embeddings");
        refuses(
                shape("embeddings", "amazon.titan-embed-text-v2:0", null, Map.of(), SCHEMA),
                "Embeddings have no output schema: remove it from the task");
    }

    @Test
    void refusesASchemaThatRefersToItself() {
        String schema = "{\"type\":\"object\",\"properties\":{\"child\":{\"$ref\":\"#\"}}}";
        refuses(
                shape("converse", HAIKU, null, Map.of(), schema),
                "The output schema refers to itself, or is deeper than 64 levels: Bedrock's models take no such schema");
    }

    private void refuses(RequestShape shape, String message) {
        assertThatThrownBy(() -> protocol().requests(shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
