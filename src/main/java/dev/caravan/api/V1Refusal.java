package dev.caravan.api;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A request below {@code /v1} that can't be answered as asked. */
final class V1Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int BRIEF = 60;

    private final HttpStatus status;
    private final @Nullable String param;
    private final String code;

    V1Refusal(HttpStatus status, @Nullable String param, String code, String message) {
        super(message);
        this.status = status;
        this.param = param;
        this.code = code;
    }

    HttpStatus status() {
        return status;
    }

    @Nullable
    String param() {
        return param;
    }

    String code() {
        return code;
    }

    /** What a caller wrote, short enough for a sentence. */
    static String brief(String text) {
        return text.length() > BRIEF ? text.substring(0, BRIEF) + "…" : text;
    }
}
