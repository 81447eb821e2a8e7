package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.Surface;
import dev.caravan.simulator.core.WireError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** OpenAI: Bearer keys, a request id on every answer, calls below {@code /v1}. */
final class OpenAiSurface implements Surface {
    static final String NAME = "openai";
    static final String ROOT = Surface.ROOT + "/" + NAME;

    /** A request that is answered at once. */
    static final String ASK = "ask";

    private static final Set<String> CALLS = Set.of(
            "files.create",
            "files.list",
            "files.get",
            "files.content",
            "files.delete",
            "batches.create",
            "batches.list",
            "batches.get",
            "batches.cancel",
            "models.list",
            ASK);

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
        String[] parts = path.split("/");
        String what = parts.length > 2 ? parts[2] : "";
        if (method.equals("POST") && path.endsWith("/files/upload")) {
            return "files.create";
        }
        if (method.equals("POST") && path.matches(".*/(chat/completions|responses|embeddings|moderations)")) {
            return ASK;
        }
        String shape = method + " " + (parts.length - 2) + (parts.length > 4 ? " " + parts[4] : "");
        String verb = switch (shape) {
            case "POST 1" -> "create";
            case "GET 1" -> "list";
            case "GET 2" -> "get";
            case "DELETE 2" -> "delete";
            case "GET 3 content" -> "content";
            case "POST 3 cancel" -> "cancel";
            default -> "";
        };
        String call = what + "." + verb;
        return CALLS.contains(call) ? call : "other";
    }

    @Override
    public Optional<WireError> authorize(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null
                || !authorization.startsWith("Bearer ")
                || authorization.substring(7).isBlank()) {
            String message = "You didn't provide an API key. Provide it in an Authorization header using Bearer auth.";
            return Optional.of(new ApiException(401, message, null, null).wire());
        }
        return Surface.accepts(authorization.substring(7).trim())
                ? Optional.empty()
                : Optional.of(new ApiException(401, "Incorrect API key provided.", null, "invalid_api_key").wire());
    }

    @Override
    public WireError error(int status) {
        String message = "A simulated answer with status " + status + ".";
        return new ApiException(status, message, null, status == 429 ? "rate_limit_exceeded" : null).wire();
    }

    @Override
    public boolean raw(String call) {
        return call.equals("files.create");
    }

    @Override
    public ObjectNode settings() {
        ObjectNode settings = Traits.standard();
        settings.putObject("enqueuedTokens");
        return settings;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("x-request-id", "req_" + UUID.randomUUID().toString().replace("-", ""));
    }
}
