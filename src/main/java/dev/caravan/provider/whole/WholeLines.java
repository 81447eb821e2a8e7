package dev.caravan.provider.whole;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ResultLines;
import java.io.IOException;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Reads result lines of whole requests: what the provider answered with success is OK, and the line itself, as it stands,
 * is the answer that is kept. Whether it was cut off, refused or calls a tool is for the caller to see. Thread-safe.
 */
public final class WholeLines implements ResultLines {
    private static final Set<Outcome> ANSWERED =
            Set.of(Outcome.OK, Outcome.TRUNCATED, Outcome.REFUSED, Outcome.BLOCKED);
    /** What is none to a task that waits for a text: nothing said, or a tool called. */
    private static final Set<String> WITHOUT_TEXT = Set.of("no_answer", "tool_use");

    private final ResultLines lines;
    private final UnaryOperator<JsonNode> success;

    /** @param success what the provider answered on a line; missing unless it answered with success */
    public WholeLines(ResultLines lines, UnaryOperator<JsonNode> success) {
        this.lines = lines;
        this.success = success;
    }

    @Override
    public ProviderResult read(byte[] bytes, int from, int to) {
        ProviderResult read = lines.read(bytes, from, to);
        if (!ANSWERED.contains(read.outcome()) && !WITHOUT_TEXT.contains(read.code())) {
            return read;
        }
        if (read.outcome() != Outcome.OK && !succeeded(bytes, from, to)) {
            return read;
        }
        return new ProviderResult(
                read.customId(),
                Outcome.OK,
                new String(bytes, from, to - from, UTF_8),
                "ok",
                "",
                read.tokens(),
                read.requestId(),
                read.model());
    }

    private boolean succeeded(byte[] bytes, int from, int to) {
        try {
            return success.apply(ExactJson.JSON.readTree(bytes, from, to - from))
                    .isObject();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
