package dev.caravan.model;

import java.util.List;

/**
 * Tokens of one model.
 *
 * @param encoding how a text becomes tokens: {@code o200k}, {@code cl100k}, or {@code bytes} where nobody has published it
 * @param enqueued most input tokens of batches that run or wait at once, for one account; {@link Limits#ANY} if unknown
 */
public record TokenFacts(String encoding, long enqueued) {
    public static final String BYTES = "bytes";
    public static final List<String> ENCODINGS = List.of("o200k", "cl100k", BYTES);
    public static final TokenFacts UNKNOWN = new TokenFacts(BYTES, Limits.ANY);
}
