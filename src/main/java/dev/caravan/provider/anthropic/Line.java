package dev.caravan.provider.anthropic;

import org.jspecify.annotations.Nullable;

/** What was found on one result line, before anybody says what it means. */
final class Line {
    @Nullable
    String customId;

    /** succeeded, errored, canceled or expired. */
    @Nullable
    String type;

    /** The class of an error, from the inner of the two error objects. */
    @Nullable
    String error;

    @Nullable
    String message;

    @Nullable
    String requestId;

    @Nullable
    String model;

    @Nullable
    String stop;

    @Nullable
    String refusal;

    /** All text blocks in order. */
    @Nullable
    StringBuilder text;

    /** The input of the first tool that was used, as its JSON stands. */
    @Nullable
    String tool;

    int in;
    int cacheWritten;
    int cacheRead;
    int out;
    int thinking;
}
