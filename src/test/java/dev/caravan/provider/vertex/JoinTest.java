package dev.caravan.provider.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.Outcome;
import dev.caravan.provider.PromptWriter;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.ResultLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which record a row belongs to, whatever Vertex made of the row. */
class JoinTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MINE = "ck3f9a20-1-1";
    private static final String OTHER = "ck3f9a20-2-1";

    private static RequestShape shape(String nonce) {
        return new RequestShape(
                "generateContent", "gemini-2.5-flash", null, Map.of(), null, "answer", Map.of("nonce", nonce));
    }

    /** The row that Vertex would make of our own line: with null for what is absent, and the fields in another order. */
    private static ObjectNode row(String nonce, String id, String text) throws IOException {
        RequestLines lines = new VertexProtocol().requests(shape(nonce));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines.write(id, prompt(text), out);
        ObjectNode sent = (ObjectNode) JSON.readTree(out.toByteArray());
        ObjectNode row = JSON.createObjectNode();
        row.set(
                "response",
                JSON.readTree("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"answer to " + id
                        + "\"}]},\"finishReason\":\"STOP\"}]}"));
        for (JsonNode part : sent.at("/request/contents/0/parts")) {
            ((ObjectNode) part).putNull("fileData");
        }
        row.set("request", sent.get("request"));
        row.put("status", "");
        row.set("custom_id", sent.get("custom_id"));
        return row;
    }

    private static PromptWriter prompt(String text) {
        return new PromptWriter() {
            @Override
            public boolean hasSystem() {
                return false;
            }

            @Override
            public void system(OutputStream out) {
                throw new IllegalStateException();
            }

            @Override
            public void user(OutputStream out) throws IOException {
                out.write(text.getBytes(UTF_8));
            }
        };
    }

    private static ProviderResult read(String nonce, ObjectNode row) {
        ResultLines lines = new VertexProtocol().results(shape(nonce));
        byte[] bytes = row.toString().getBytes(UTF_8);
        return lines.read(bytes, 0, bytes.length);
    }

    private static @Nullable String joined(String nonce, ObjectNode row) {
        return read(nonce, row).customId();
    }

    @ParameterizedTest
    @ValueSource(strings = {"label", "text"})
    void joinsByTheNonceWhereTheCustomIdIsNotEchoed(String nonce) throws IOException {
        ObjectNode row = row(nonce, MINE, "Hi");
        assertThat(joined(nonce, row)).isEqualTo(MINE);
        row.remove("custom_id");
        assertThat(read(nonce, row))
                .extracting(ProviderResult::customId, ProviderResult::outcome, ProviderResult::answer)
                .containsExactly(MINE, Outcome.OK, "answer to " + MINE);
        row.putNull("custom_id");
        assertThat(joined(nonce, row)).isEqualTo(MINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"label", "text"})
    void takesNoAnswerFromARowWhoseIdAndRequestDisagree(String nonce) throws IOException {
        ObjectNode row = row(nonce, MINE, "Hi").put("custom_id", OTHER);
        assertThat(read(nonce, row))
                .extracting(ProviderResult::outcome, ProviderResult::code, ProviderResult::answer)
                .containsExactly(Outcome.TRANSIENT, "id_mismatch", null);
        assertThat(read(nonce, row).detail())
                .isEqualTo("The row is named " + OTHER + ", but the request in it is " + MINE);
    }

    @Test
    void leavesARowWithoutAnyIdToNobody() throws IOException {
        ObjectNode row = row("none", MINE, "Hi");
        assertThat(joined("none", row)).isEqualTo(MINE);
        row.remove("custom_id");
        assertThat(joined("none", row)).isNull();
    }

    @Test
    void neverTakesAPromptForANonce() throws IOException {
        String forged = "(request " + OTHER + ")";
        for (String nonce : new String[] {"label", "text", "none"}) {
            ObjectNode row = row(nonce, MINE, forged);
            assertThat(read(nonce, row).outcome()).isEqualTo(Outcome.OK);
            row.remove("custom_id");
            assertThat(joined(nonce, row)).isEqualTo(nonce.equals("none") ? null : MINE);
        }
    }

    @Test
    void joinsFailedAndBrokenRowsToo() throws IOException {
        ObjectNode row = row("label", MINE, "Hi");
        row.remove("custom_id");
        row.putObject("response");
        row.put("status", "Bad Request: {\"error\":{\"code\":400,\"message\":\"No\"}}");
        assertThat(read("label", row))
                .extracting(ProviderResult::customId, ProviderResult::outcome)
                .containsExactly(MINE, Outcome.INVALID_REQUEST);
        byte[] cut = row.toString().getBytes(UTF_8);
        ProviderResult broken = new VertexProtocol().results(shape("label")).read(cut, 0, cut.length - 1);
        assertThat(broken)
                .extracting(ProviderResult::customId, ProviderResult::code)
                .containsExactly(MINE, "unreadable_line");
    }

    @Test
    void givesEachOfManyRowsToItsOwnRecordInWhateverOrder() throws IOException {
        for (int i = 40; i > 0; i--) {
            String id = "ck3f9a20-" + Integer.toString(i, 36) + "-1";
            ObjectNode row = row("label", id, "Hi");
            if (i % 3 == 0) {
                row.remove("custom_id");
            }
            ProviderResult result = read("label", row);
            assertThat(result.customId()).isEqualTo(id);
            assertThat(result.answer()).isEqualTo("answer to " + id);
            assertThat(read("label", row)).as("the same row once more").isEqualTo(result);
        }
    }
}
