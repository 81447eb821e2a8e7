package dev.caravan.simulator.bedrock;

import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;

/** A record that ends in an error; the others of its job run. */
final class RecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RecordException(int status, String message) {
        super(message);
        this.status = status;
    }

    static RecordException invalid(String message) {
        return new RecordException(400, message);
    }

    Answer answer() {
        return Answer.error(
                status,
                Json.object()
                        .put("errorCode", status)
                        .put("errorMessage", getMessage())
                        .put("expired", false)
                        .put("retryable", status == 429 || status >= 500));
    }
}
