package dev.caravan.provider.whole;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ResultLines;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads result lines of whole requests: what the provider answered with success is OK, and the line itself is the answer
 * that is kept. Whether it was cut off, refused or calls a tool is for the caller to see. Thread-safe.
 */
public final class WholeLines implements ResultLines {
    private static final Set<Outcome> ANSWERED =
            Set.of(Outcome.OK, Outcome.TRUNCATED, Outcome.REFUSED, Outcome.BLOCKED);
    /** What is none to a task that waits for a text: nothing said, or a tool called. */
    private static final Set<String> WITHOUT_TEXT = Set.of("no_answer", "tool_use");

    private final ResultLines lines;
    private final UnaryOperator<JsonNode> success;
    private final @Nullable String echo;

    /**
     * @param success what the provider answered on a line; missing unless it answered with success
     * @param echo the field in which lines repeat the request, which is not kept; null if they don't
     */
    public WholeLines(ResultLines lines, UnaryOperator<JsonNode> success, @Nullable String echo) {
        this.lines = lines;
        this.success = success;
        this.echo = echo;
    }

    @Override
    public ProviderResult read(byte[] bytes, int from, int to) {
        ProviderResult read = lines.read(bytes, from, to);
        if (!ANSWERED.contains(read.outcome()) && !WITHOUT_TEXT.contains(read.code())) {
            return read;
        }
        String line = new String(bytes, from, to - from, UTF_8);
        JsonNode tree = tree(line);
        if (!success.apply(tree).isObject()) {
            return read.outcome() == Outcome.OK ? empty(read) : read;
        }
        String answer = echo != null && tree instanceof ObjectNode object
                ? object.without(List.of(echo)).toString()
                : line;
        return result(read, Outcome.OK, answer, "ok", "");
    }

    private static JsonNode tree(String line) {
        try {
            return ExactJson.JSON.readTree(line);
        } catch (JsonProcessingException unreadable) {
            return MissingNode.getInstance();
        }
    }

    private static ProviderResult empty(ProviderResult read) {
        return result(read, Outcome.TRANSIENT, null, "no_answer", "The line holds no answer that can be read");
    }

    private static ProviderResult result(
            ProviderResult read, Outcome outcome, @Nullable String answer, String code, String detail) {
        return new ProviderResult(
                read.customId(), outcome, answer, code, detail, read.tokens(), read.requestId(), read.model());
    }
}
