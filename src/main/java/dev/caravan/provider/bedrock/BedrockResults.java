package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import dev.caravan.provider.ResultLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads lines of an output file: answers and errors of every form. Thread-safe. */
final class BedrockResults implements ResultLines {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern RECORD_ID = Pattern.compile("\"recordId\"\\s*:\\s*\"([A-Za-z0-9_-]{1,64})\"");

    private final boolean claude;

    BedrockResults(boolean claude) {
        this.claude = claude;
    }

    @Override
    public ProviderResult read(byte[] bytes, int from, int to) {
        Line line = new Line();
        try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
            new LineReader(parser, bytes, from, line).read();
            return Judgement.of(line, claude);
        } catch (IOException | RuntimeException e) {
            return unreadable(line.recordId, bytes, from, to, e);
        }
    }

    private static ProviderResult unreadable(@Nullable String recordId, byte[] bytes, int from, int to, Exception e) {
        String id = recordId == null ? search(bytes, from, to) : recordId;
        String why = e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("").strip();
        return new ProviderResult(
                id, Outcome.TRANSIENT, null, "unreadable_line", "Not a result line: " + why, Tokens.NONE, null, null);
    }

    private static @Nullable String search(byte[] bytes, int from, int to) {
        Matcher matcher = RECORD_ID.matcher(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        return matcher.find() ? matcher.group(1) : null;
    }
}
