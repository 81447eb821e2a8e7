package dev.caravan.simulator.openai;

import static dev.caravan.simulator.openai.OpenAiSimulator.chatLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.models.batches.Batch;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.moderations.Moderation;
import com.openai.models.moderations.ModerationCreateResponse;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStatus;
import dev.caravan.simulator.core.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The answers in result lines, read as the vendor's own types. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointsTest {
    private OpenAiSimulator simulator;

    @BeforeAll
    void start(@TempDir Path data) {
        simulator = new OpenAiSimulator(data);
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    @Test
    void answersAChatCompletion() throws Exception {
        ChatCompletion answer = read(body(chatLine("a", "Say hello"), "/v1/chat/completions"), ChatCompletion.class);

        ChatCompletion.Choice choice = answer.validate().choices().get(0);
        assertThat(choice.message().content()).contains("[simulated] Say hello");
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.model()).isEqualTo("gpt-5-mini-2025-08-07");
        assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(3);
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(64 + 6);
    }

    @Test
    void cutsAnAnswerAtItsCapAndCountsTheHiddenTokens() throws Exception {
        ChatCompletion some = read(
                body(chatLine("a", "Say hello", "\"max_completion_tokens\":66"), "/v1/chat/completions"),
                ChatCompletion.class);
        assertThat(some.choices().get(0).message().content()).contains("[simulat");
        assertThat(some.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.LENGTH);

        ChatCompletion none = read(
                body(chatLine("a", "Say hello", "\"max_completion_tokens\":10"), "/v1/chat/completions"),
                ChatCompletion.class);
        assertThat(none.choices().get(0).message().content()).contains("");
        assertThat(none.usage().orElseThrow().completionTokens()).isEqualTo(10);
    }

    @Test
    void answersAResponse() throws Exception {
        Response answer = read(
                body(
                        responseLine(
                                "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"x\",\"schema\":{\"type\":\"object\",\"properties\":{\"order_id\":{\"type\":\"string\"}},\"required\":[\"order_id\"]}}}"),
                        "/v1/responses"),
                Response.class);

        assertThat(answer.status()).contains(ResponseStatus.COMPLETED);
        assertThat(answer.output().get(0).isReasoning()).isTrue();
        assertThat(answer.output()
                        .get(1)
                        .asMessage()
                        .content()
                        .get(0)
                        .asOutputText()
                        .text())
                .isEqualTo("{\"order_id\":\"O-77\"}");
        assertThat(answer.usage().orElseThrow().outputTokensDetails().reasoningTokens())
                .isEqualTo(32);
    }

    @Test
    void leavesAResponseIncompleteAtItsCap() throws Exception {
        Response answer = read(body(responseLine("\"max_output_tokens\":34"), "/v1/responses"), Response.class);

        assertThat(answer.status()).contains(ResponseStatus.INCOMPLETE);
        assertThat(answer.incompleteDetails().orElseThrow().reason())
                .contains(Response.IncompleteDetails.Reason.MAX_OUTPUT_TOKENS);
        assertThat(answer.output()
                        .get(1)
                        .asMessage()
                        .content()
                        .get(0)
                        .asOutputText()
                        .text())
                .isEqualTo("[simulat");
    }

    @Test
    void embedsEqualTextsAsEqualUnitVectors() throws Exception {
        CreateEmbeddingResponse answer = read(
                body(embeddingLine("[\"cat\",\"dog\",\"cat\"]", "\"dimensions\":64"), "/v1/embeddings"),
                CreateEmbeddingResponse.class);

        var first = answer.validate().data().get(0).embedding();
        assertThat(first).hasSize(64);
        assertThat(first.stream().mapToDouble(x -> x * x).sum()).isCloseTo(1, within(1e-5));
        assertThat(answer.data().get(2).embedding()).isEqualTo(first);
        assertThat(answer.data().get(1).embedding()).isNotEqualTo(first);
        assertThat(answer.data().get(2).index()).isEqualTo(2);
    }

    @Test
    void embedsAsBase64OfTheSameNumbers() throws Exception {
        JsonNode plain = body(embeddingLine("\"cat\"", "\"dimensions\":8"), "/v1/embeddings");
        JsonNode packed =
                body(embeddingLine("\"cat\"", "\"dimensions\":8,\"encoding_format\":\"base64\""), "/v1/embeddings");

        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder()
                        .decode(packed.at("/data/0/embedding").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode number : plain.at("/data/0/embedding")) {
            assertThat(bytes.getFloat()).isEqualTo(number.floatValue());
        }
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void judgesTexts() throws Exception {
        String line = "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/moderations\",\"body\":"
                + "{\"model\":\"omni-moderation-latest\",\"input\":[\"a kind word\",\"a threat of violence\"]}}";
        ModerationCreateResponse answer = read(body(line, "/v1/moderations"), ModerationCreateResponse.class);

        assertThat(answer.model()).isEqualTo("omni-moderation-2024-09-26");
        assertThat(answer.results()).extracting(Moderation::flagged).containsExactly(false, true);
        assertThat(answer.results().get(1).categories().violence()).isTrue();
        assertThat(answer.results().get(1).categories().hate()).isFalse();
    }

    private static String responseLine(String more) {
        return "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/responses\",\"body\":{\"model\":\"gpt-5-mini\",\"input\":\"order_id: O-77\",\"reasoning\":{\"effort\":\"low\"},%s}}"
                .formatted(more);
    }

    private static String embeddingLine(String input, String more) {
        return "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"model\":\"text-embedding-3-small\",\"input\":%s,%s}}"
                .formatted(input, more);
    }

    /** The body of the only answer of a batch of one line. */
    private JsonNode body(String line, String endpoint) throws Exception {
        Batch batch = simulator.create(simulator.upload("in.jsonl", line).id(), endpoint);
        JsonNode answer = simulator.output(simulator.poll(batch, 3)).get(0);
        assertThat(answer.at("/response/status_code").asInt()).isEqualTo(200);
        return answer.at("/response/body");
    }

    private static <T> T read(JsonNode body, Class<T> type) throws Exception {
        return ObjectMappers.jsonMapper().readValue(Json.write(body), type);
    }
}
