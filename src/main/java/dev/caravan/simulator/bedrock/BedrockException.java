package dev.caravan.simulator.bedrock;

import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.WireError;
import dev.caravan.simulator.core.WireException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer that is an error, in Amazon's shape: its type in a header, its text in {@code message}. */
final class BedrockException extends WireException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    BedrockException(int status, String type, String message) {
        super(message);
        this.status = status;
        this.type = type;
    }

    static BedrockException invalid(String message) {
        return new BedrockException(400, "ValidationException", message);
    }

    /** Amazon answers with 400, not 409. */
    static BedrockException conflict(String message) {
        return new BedrockException(400, "ConflictException", message);
    }

    static BedrockException quota(String message) {
        return new BedrockException(400, "ServiceQuotaExceededException", message);
    }

    static BedrockException notFound(String message) {
        return new BedrockException(404, "ResourceNotFoundException", message);
    }

    /** What a status without more words comes with. */
    static BedrockException of(int status) {
        return of(status, "A simulated answer with status " + status + ".");
    }

    static BedrockException of(int status, String message) {
        String type = switch (status) {
            case 400 -> "ValidationException";
            case 401, 403 -> "AccessDeniedException";
            case 404 -> "ResourceNotFoundException";
            case 429 -> "ThrottlingException";
            case 503 -> "ServiceUnavailableException";
            default -> "InternalServerException";
        };
        return new BedrockException(status, type, message);
    }

    @Override
    public WireError wire() {
        return new WireError(
                status,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "x-amzn-errortype",
                        type + ":http://internal.amazon.com/coral/com.amazon.bedrock/"),
                Json.write(Json.object().put("message", getMessage())).getBytes(StandardCharsets.UTF_8));
    }
}
