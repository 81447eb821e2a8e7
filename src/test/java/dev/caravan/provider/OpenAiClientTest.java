package dev.caravan.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.responses.Response;
import dev.caravan.provider.whole.ExactJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** OpenAI's own client accepts what Caravan makes of another provider's answers. One writer makes them for all providers. */
class OpenAiClientTest {
    private static final List<String> ANSWERS = List.of(
            line("{\"type\":\"text\",\"text\":\"Hello\"}", "end_turn"),
            line("{\"type\":\"text\",\"text\":\"Hel\"}", "max_tokens"),
            line("", "refusal"),
            line(
                    "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{\"city\":\"Oslo\"}}",
                    "tool_use"));

    private static String line(String content, String stop) {
        return "{\"custom_id\":\"c-1\",\"result\":{\"type\":\"succeeded\",\"message\":{\"id\":\"msg_1\",\"model\":\"claude\","
                + "\"content\":[" + content + "],\"stop_reason\":\"" + stop
                + "\",\"usage\":{\"input_tokens\":7,\"output_tokens\":5}}}}";
    }

    private static JsonNode answer(String protocol, String endpoint, Asked asked, String body, String line)
            throws IOException {
        RequestShape shape = new RequestShape(endpoint, "claude-haiku-4-5", null, Map.of(), null, "a").whole(asked);
        Whole whole = Protocols.installed().get(protocol).whole(shape);
        Whole.Answer answer =
                whole.answer(ExactJson.JSON.readTree(body), line.getBytes(UTF_8), Instant.ofEpochSecond(1767225600));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void acceptsChatCompletions() throws IOException {
        for (String line : ANSWERS) {
            JsonNode body = answer("anthropic", "/v1/messages", Asked.CHAT, "{}", line);
            ObjectMappers.jsonMapper()
                    .readValue(body.toString(), ChatCompletion.class)
                    .validate();
        }
    }

    @Test
    void acceptsResponses() throws IOException {
        String asked =
                "{\"input\":\"Hi\",\"temperature\":0.5,\"tools\":[{\"type\":\"function\",\"name\":\"weather\",\"strict\":false,"
                        + "\"parameters\":{\"type\":\"object\"}}],\"tool_choice\":{\"type\":\"function\",\"name\":\"weather\"}}";
        for (String line : ANSWERS) {
            JsonNode body = answer("anthropic", "/v1/messages", Asked.RESPONSES, asked, line);
            ObjectMappers.jsonMapper()
                    .readValue(body.toString(), Response.class)
                    .validate();
        }
    }

    @Test
    void acceptsEmbeddings() throws IOException {
        String line = "{\"key\":\"c-1\",\"response\":{\"tokenCount\":\"3\",\"embedding\":{\"values\":[0.5,-1]}}}";
        for (String format : List.of("float", "base64")) {
            JsonNode body = answer(
                    "gemini", "embedContent", Asked.EMBEDDINGS, "{\"encoding_format\":\"" + format + "\"}", line);
            CreateEmbeddingResponse read =
                    ObjectMappers.jsonMapper().readValue(body.toString(), CreateEmbeddingResponse.class);
            read.validate();
            assertThat(read.data().get(0).embedding()).containsExactly(0.5f, -1f);
        }
    }
}
