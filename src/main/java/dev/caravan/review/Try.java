package dev.caravan.review;

import org.jspecify.annotations.Nullable;

/**
 * An earlier attempt.
 *
 * @param code what became of it; @param detail the sentence to it
 * @param answer compact JSON, or the raw text if it is no JSON; null if there was none, or it is deleted by age
 * @param json whether the answer is JSON
 */
public record Try(
        int attempt, String code, String detail, @Nullable String answer, boolean json, Made made) {}
