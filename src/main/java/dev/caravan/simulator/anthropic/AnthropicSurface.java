package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Surface;
import dev.caravan.simulator.core.WireError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Anthropic: a key of its own header, a version on every call, a request id on every answer. */
final class AnthropicSurface implements Surface {
    static final String NAME = "anthropic";
    static final String ROOT = Surface.ROOT + "/" + NAME;
    static final String REQUEST_ID = "request-id";

    static final String MAX_REQUESTS = "maxRequests";
    static final String MAX_BODY_BYTES = "maxBodyBytes";
    static final String CONTEXT_TOKENS = "contextTokens";
    static final String RETRY_AFTER = "retryAfterSeconds";

    private static final Set<String> VERSIONS = Set.of("2023-01-01", "2023-06-01", Terms.LATEST);
    private static final Set<String> CALLS = Set.of(
            "batches.create",
            "batches.list",
            "batches.get",
            "batches.cancel",
            "batches.delete",
            "batches.results",
            "models.list",
            "models.get",
            "ask");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> calls() {
        return CALLS;
    }

    @Override
    public String call(String method, String path) {
        String shape = method + " " + path.replaceFirst("(/v1/(?:messages/batches|models))/[^/]+", "$1/*");
        return switch (shape) {
            case "POST /v1/messages/batches" -> "batches.create";
            case "GET /v1/messages/batches" -> "batches.list";
            case "GET /v1/messages/batches/*" -> "batches.get";
            case "POST /v1/messages/batches/*/cancel" -> "batches.cancel";
            case "DELETE /v1/messages/batches/*" -> "batches.delete";
            case "GET /v1/messages/batches/*/results" -> "batches.results";
            case "POST /v1/messages" -> "ask";
            case "GET /v1/models" -> "models.list";
            case "GET /v1/models/*" -> "models.get";
            default -> "other";
        };
    }

    /** One way to name a credential, not two; then the version of the API. */
    @Override
    public Optional<WireError> authorize(HttpServletRequest request) {
        String key = request.getHeader("x-api-key");
        String authorization = request.getHeader("Authorization");
        if (key != null && authorization != null) {
            return refused(401, "Send either the x-api-key header or the Authorization header, not both");
        }
        String credential = key == null ? bearer(authorization) : key;
        if (credential == null) {
            return refused(401, "x-api-key header is required");
        }
        if (!Surface.accepts(credential.trim())) {
            return refused(401, "invalid " + (key == null ? "bearer token" : "x-api-key"));
        }
        String version = request.getHeader("anthropic-version");
        if (version == null) {
            return refused(400, "anthropic-version: header is required");
        }
        return VERSIONS.contains(version)
                ? Optional.empty()
                : refused(400, "anthropic-version: \"%s\" is not a valid version".formatted(version));
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.startsWith("Bearer ") ? authorization.substring(7) : null;
    }

    private static Optional<WireError> refused(int status, String message) {
        return Optional.of(new AnthropicException(status, message).wire());
    }

    @Override
    public WireError error(int status) {
        return new AnthropicException(status, "A simulated answer with status " + status).wire();
    }

    @Override
    public boolean raw(String call) {
        return call.equals("batches.create");
    }

    @Override
    public Map<String, String> headers() {
        return Map.of(
                REQUEST_ID,
                AnthropicException.requestId(),
                "anthropic-organization-id",
                "00000000-0000-4000-8000-000000000000");
    }

    @Override
    public ObjectNode settings() {
        return Json.object()
                .put(MAX_REQUESTS, 100_000)
                .put(MAX_BODY_BYTES, 256_000_000)
                .put(CONTEXT_TOKENS, 200_000)
                .put(RETRY_AFTER, 0);
    }
}
