package dev.caravan.provider.bedrock;

import dev.caravan.provider.ProviderResult.Tokens;
import org.jspecify.annotations.Nullable;

/** What was found on one result line, before anybody says what it means. */
final class Line {
    @Nullable
    String recordId;
    /** Whether there was an answer of the model. */
    boolean answered;
    /** Whether there was an error that is not null. */
    boolean faulty;

    @Nullable
    String errorCode;

    @Nullable
    String errorMessage;

    boolean expired;

    @Nullable
    Boolean retryable;

    @Nullable
    String id;

    @Nullable
    String model;

    @Nullable
    String stop;

    @Nullable
    String explanation;

    @Nullable
    StringBuilder text;

    @Nullable
    String vector;

    int in;
    int cacheRead;
    int cacheWritten;
    int out;
    int reasoning;

    void addText(@Nullable String part) {
        if (part == null) {
            return;
        }
        if (text == null) {
            text = new StringBuilder(part.length());
        }
        text.append(part);
    }

    /** Cached tokens are counted beside the input, not in it. */
    Tokens tokens() {
        return new Tokens(in + cacheRead + cacheWritten, cacheRead, out, reasoning);
    }
}
