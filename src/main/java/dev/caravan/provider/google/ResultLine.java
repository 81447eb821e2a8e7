package dev.caravan.provider.google;

import org.jspecify.annotations.Nullable;

/** What was found on one result line, before anybody says what it means. */
public final class ResultLine {
    /** Under whichever name the protocol gave it. */
    public @Nullable String customId;

    /** Whether there was a response that is not empty. */
    public boolean answered;

    public final RowError error = new RowError();

    @Nullable
    String finish;

    @Nullable
    String finishMessage;

    @Nullable
    String blockReason;

    @Nullable
    String blockMessage;

    @Nullable
    StringBuilder text;

    @Nullable
    String vector;

    @Nullable
    String model;

    @Nullable
    String responseId;

    int in;
    int cached;
    int out;
    int thoughts;

    void addText(String part) {
        if (text == null) {
            text = new StringBuilder(part.length());
        }
        text.append(part);
    }
}
