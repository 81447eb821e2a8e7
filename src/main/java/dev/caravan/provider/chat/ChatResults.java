package dev.caravan.provider.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.caravan.provider.Outcome;
import dev.caravan.provider.PlainResult;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import dev.caravan.provider.ResultLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads lines of the output and the error file; both have one shape. Thread-safe. */
public final class ChatResults implements ResultLines {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern CUSTOM_ID = Pattern.compile("\"custom_id\"\\s*:\\s*\"([A-Za-z0-9_-]{1,64})\"");

    private final boolean withoutThoughts;

    /** @param withoutThoughts whether a leading {@code <think>…</think>} is no part of the answer */
    public ChatResults(boolean withoutThoughts) {
        this.withoutThoughts = withoutThoughts;
    }

    @Override
    public ProviderResult read(byte[] bytes, int from, int to) {
        PlainLine plain = PlainLine.read(bytes, from, to, true);
        return plain == null ? readAny(bytes, from, to) : Judgement.of(plain.line(), withoutThoughts);
    }

    @Override
    public @Nullable PlainResult readPlain(byte[] bytes, int from, int to) {
        PlainLine plain = withoutThoughts ? null : PlainLine.read(bytes, from, to, false);
        return plain == null ? null : plain.answer();
    }

    /** Whatever it is. */
    ProviderResult readAny(byte[] bytes, int from, int to) {
        Line line = new Line();
        try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
            new LineReader(parser, bytes, from, line).read();
            return Judgement.of(line, withoutThoughts);
        } catch (IOException | RuntimeException e) {
            return unreadable(line.customId, bytes, from, to, e);
        }
    }

    private static ProviderResult unreadable(@Nullable String customId, byte[] bytes, int from, int to, Exception e) {
        String id = customId == null ? search(bytes, from, to) : customId;
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : firstLine(e.getMessage());
        return new ProviderResult(
                id, Outcome.TRANSIENT, null, "unreadable_line", "Not a result line: " + why, Tokens.NONE, null, null);
    }

    private static @Nullable String search(byte[] bytes, int from, int to) {
        Matcher matcher = CUSTOM_ID.matcher(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        return matcher.find() ? matcher.group(1) : null;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").strip();
    }
}
