package dev.caravan.provider.chat;

import org.jspecify.annotations.Nullable;

/** What was found on one result line, before anybody says what it means. */
final class Line {
    @Nullable
    String customId;
    /** Whether an HTTP status was there. */
    boolean answered;

    int status;
    /** Whether the response was the body itself. */
    boolean bare;

    @Nullable
    String requestId;

    final Fault lineFault = new Fault();
    final Fault bodyFault = new Fault();

    @Nullable
    String model;
    /** Chat: finish reason of the first choice. Responses: status of the answer. */
    @Nullable
    String finish;

    @Nullable
    String incomplete;

    @Nullable
    String refusal;

    @Nullable
    StringBuilder text;

    /** JSON of a vector or a verdict, as it stands. */
    @Nullable
    String raw;

    int in;
    int cached;
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
}
