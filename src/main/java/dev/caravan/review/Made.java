package dev.caravan.review;

/**
 * Who gave an answer.
 *
 * @param model provider and model
 * @param costMicros of this attempt, in millionths of a US dollar
 */
public record Made(String model, int promptVersion, int schemaVersion, long costMicros) {
    /** Nobody did yet. */
    static final Made BY_NOBODY = new Made("", 0, 0, 0);
}
