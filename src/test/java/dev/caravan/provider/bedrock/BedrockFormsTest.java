package dev.caravan.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Outcome;
import dev.caravan.provider.PromptWriter;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.RequestShape;
import dev.caravan.simulator.bedrock.BedrockSimulator;
import dev.caravan.testkit.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of every form and family, as written, are taken by the simulator, and its rows are read back. */
class BedrockFormsTest {
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"size\":{\"type\":\"string\","
            + "\"minLength\":2,\"enum\":[\"small\"]}},\"required\":[\"size\"]}";

    private static S3Server s3;
    private static BedrockSimulator simulator;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        s3 = new S3Server(BedrockSimulator.IN, BedrockSimulator.OUT);
        simulator = new BedrockSimulator(data, s3);
        simulator.settings("{\"bedrock\":{\"minRecords\":1},\"statesPerPoll\":4}");
    }

    @AfterAll
    static void stop() {
        simulator.close();
        s3.close();
    }

    private static final PromptWriter PROMPT = new PromptWriter() {
        @Override
        public boolean hasSystem() {
            return true;
        }

        @Override
        public void system(OutputStream out) throws IOException {
            out.write("Be \\\"short\\\"".getBytes(UTF_8));
        }

        @Override
        public void user(OutputStream out) throws IOException {
            out.write("How big is Zoë?\\n".getBytes(UTF_8));
        }
    };

    private static ProviderResult answer(RequestShape shape) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        BedrockProtocol protocol = new BedrockProtocol();
        boolean prompts = !shape.endpoint().equals(BedrockProtocol.EMBEDDINGS);
        protocol.requests(shape).write("c1-1-1", prompts ? PROMPT : withoutSystem(), line);
        String arn = simulator.create(
                line.toString(UTF_8),
                request -> request.modelId(shape.model())
                        .modelInvocationType(shape.endpoint().equals("converse") ? "Converse" : "InvokeModel"));
        simulator.ended(arn);
        byte[] row = simulator
                .output(arn, simulator.outputs(arn).get(0))
                .stripTrailing()
                .getBytes(UTF_8);
        return protocol.results(shape).read(row, 0, row.length);
    }

    private static PromptWriter withoutSystem() {
        return new PromptWriter() {
            @Override
            public boolean hasSystem() {
                return false;
            }

            @Override
            public void system(OutputStream out) {}

            @Override
            public void user(OutputStream out) throws IOException {
                PROMPT.user(out);
            }
        };
    }

    private static final String HAIKU = BedrockProtocolTest.HAIKU;
    private static final String OPUS = "global.anthropic.claude-opus-4-6-v1";

    @ParameterizedTest
    @CsvSource({
        "invoke,HAIKU,,max_tokens,false,128",
        "invoke,HAIKU,,max_tokens,true,128",
        "invoke,HAIKU,medium,max_tokens,true,20000",
        "invoke,OPUS,max,max_tokens,true,5000",
        "invoke,amazon.nova-pro-v1:0,,inferenceConfig,false,128",
        "invoke,amazon.nova-pro-v1:0,,inferenceConfig,true,128",
        "invoke,us.meta.llama3-3-70b-instruct-v1:0,,max_gen_len,false,128",
        "invoke,us.meta.llama4-maverick-17b-instruct-v1:0,,max_gen_len,true,128",
        "converse,HAIKU,low,inferenceConfig,true,5000",
        "converse,OPUS,high,inferenceConfig,false,5000",
        "converse,OPUS,,inferenceConfig,true,5000",
        "converse,amazon.nova-micro-v1:0,,inferenceConfig,false,128",
    })
    void chats(String endpoint, String model, String thinking, String limit, boolean json, int tokens)
            throws Exception {
        Object value = limit.equals("inferenceConfig") ? Map.of("maxTokens", tokens) : (Object) tokens;
        ProviderResult result = answer(new RequestShape(
                endpoint,
                model.replace("HAIKU", HAIKU).replace("OPUS", OPUS),
                thinking,
                Map.of(limit, value),
                json ? SCHEMA : null,
                "sizes"));
        assertThat(result.detail()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.OK);
        assertThat(result.customId()).isEqualTo("c1-1-1");
        assertThat(result.answer()).isEqualTo(json ? "{\"size\":\"small\"}" : "[simulated] How big is Zoë?");
        assertThat(result.tokens().in()).isPositive();
        assertThat(result.tokens().out()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "amazon.titan-embed-text-v2:0,dimensions,256,256",
        "amazon.titan-embed-image-v1,normalize,,1024",
        "cohere.embed-multilingual-v3,truncate,END,1024",
    })
    void embeds(String model, String parameter, String value, int dimensions) throws Exception {
        Map<String, Object> parameters = value == null
                ? Map.of()
                : Map.of(parameter, value.matches("\\d+") ? (Object) Integer.valueOf(value) : value);
        ProviderResult result =
                answer(new RequestShape(BedrockProtocol.EMBEDDINGS, model, null, parameters, null, "answer"));
        assertThat(result.outcome()).isEqualTo(Outcome.OK);
        assertThat(result.answer().split(",")).hasSize(dimensions);
    }
}
