package dev.caravan.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every protocol must do with a chat that is answered at once: the same request, read as the same answer. */
public abstract class RealTimeContract extends WholeWords {

    /** Of a call with {@link #shape}, as the kamelet takes it. */
    protected abstract String path();

    /** Fields that stand in the body of a call and not in a line, as {@code "name":value}; empty if there are none. */
    protected String beside() {
        return "";
    }

    /** A refusal as the provider sends it with status 400: the request is wrong, in its words "too long". */
    protected abstract String refusal();

    private RealTime realTime() {
        return protocol().realTime(shape().whole(Asked.CHAT));
    }

    private static JsonNode inside(String line, String... paths) {
        JsonNode tree = tree(line);
        return Stream.of(paths)
                .map(tree::at)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow();
    }

    /** The body of an answer, out of a line of a batch. */
    private JsonNode reply() {
        return inside(textLine(), "/response/body", "/result/message", "/modelOutput", "/response");
    }

    private ProviderResult read(byte[] line) {
        return protocol().results(shape()).read(line, 0, line.length);
    }

    private byte[] answered(int status, String reply) {
        return realTime().resultLine(ID, status, Map.of(), reply.getBytes(UTF_8));
    }

    @Test
    void theBodyIsWhatALineHas() {
        assertThat(realTime().path()).isEqualTo(path());
        ObjectNode body = (ObjectNode) inside(plainLine(), "/body", "/params", "/request", "/modelInput");
        if (!beside().isEmpty()) {
            body.setAll((ObjectNode) tree("{" + beside() + "}"));
        }
        assertThat(new String(realTime().body((plainLine() + "\n").getBytes(UTF_8)), UTF_8))
                .isEqualTo(body.toString());
        for (String broken : List.of("", "{", "[]", "{}")) {
            assertThatThrownBy(() -> realTime().body(broken.getBytes(UTF_8)))
                    .as(broken)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anAnswerIsReadAsTheSameLineOfABatch() {
        byte[] line = answered(200, reply().toString());
        ProviderResult atOnce = read(line);
        ProviderResult batch = read(textLine().getBytes(UTF_8));
        assertThat(atOnce.customId()).isEqualTo(ID);
        assertThat(atOnce.outcome()).isEqualTo(Outcome.OK);
        assertThat(atOnce.answer()).isEqualTo(batch.answer()).isEqualTo("Hello");
        assertThat(atOnce.tokens()).isEqualTo(batch.tokens());
        Whole whole = whole(Asked.CHAT);
        assertThat(whole.answer(tree(PLAIN), line, AT))
                .isEqualTo(whole.answer(tree(PLAIN), textLine().getBytes(UTF_8), AT));
    }

    @Test
    void aRefusalIsALineThatSaysSo() {
        ProviderResult refused = read(answered(400, refusal()));
        assertThat(refused.outcome()).isEqualTo(Outcome.INVALID_REQUEST);
        assertThat(refused.detail()).isEqualTo("too long");
        assertThat(refused.customId()).isEqualTo(ID);
    }

    @Test
    void whatIsNoAnswerIsNeverTakenForOne() {
        for (String strange : List.of("", "<p>gateway</p>", "[]", "\"text\"", "{\"message\":\"no\"}")) {
            for (int status : new int[] {200, 502}) {
                ProviderResult read = read(answered(status, strange));
                assertThat(read.outcome()).as(status + " " + strange).isNotEqualTo(Outcome.OK);
                assertThat(read.customId()).isEqualTo(ID);
            }
        }
    }
}
