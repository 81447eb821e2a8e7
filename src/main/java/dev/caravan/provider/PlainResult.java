package dev.caravan.provider;

import java.nio.charset.StandardCharsets;

/**
 * What nearly all result lines are: a whole answer and nothing else to say. Its text stays in bytes, as most of it only goes
 * from one file to another.
 *
 * @param answer holds the text in valid UTF-8 from 0 to {@code length}; must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PlainResult(String customId, byte[] answer, int length, ProviderResult.Tokens tokens) {

    /** The answer as a text. */
    public String text() {
        return new String(answer, 0, length, StandardCharsets.UTF_8);
    }
}
