package dev.caravan.provider.google;

import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A result line that is not understood: a passing trouble, with the custom id wherever one can be found. */
public final class Unreadable {
    private static final Pattern CUSTOM_ID = Pattern.compile("\"(?:custom_id|key)\"\\s*:\\s*\"([A-Za-z0-9_-]{1,64})\"");

    private Unreadable() {}

    public static ProviderResult line(@Nullable String customId, byte[] bytes, int from, int to, Exception why) {
        String id = customId == null ? search(bytes, from, to) : customId;
        String message = why.getMessage() == null ? why.getClass().getSimpleName() : firstLine(why.getMessage());
        return new ProviderResult(
                id,
                Outcome.TRANSIENT,
                null,
                "unreadable_line",
                "Not a result line: " + message,
                Tokens.NONE,
                null,
                null);
    }

    private static @Nullable String search(byte[] bytes, int from, int to) {
        Matcher matcher = CUSTOM_ID.matcher(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        return matcher.find() ? matcher.group(1) : null;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").strip();
    }
}
