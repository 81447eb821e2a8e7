package dev.caravan.simulator.mistral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Surface;
import dev.caravan.simulator.core.WireError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Mistral: Bearer keys, calls below {@code /v1}, jobs below {@code /v1/batch/jobs}. */
final class MistralSurface implements Surface {
    static final String NAME = "mistral";
    static final String ROOT = Surface.ROOT + "/" + NAME;

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
            "batches.delete",
            "models.list",
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
        if (method.equals("POST") && path.matches("/v1/(chat/completions|embeddings|moderations)")) {
            return "ask";
        }
        String[] parts = path.replaceFirst("^/v1/batch/jobs", "/v1/batches").split("/");
        String what = parts.length > 2 ? parts[2] : "";
        String verb = switch (method + " " + (parts.length - 2) + (parts.length > 4 ? " " + parts[4] : "")) {
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
        String authorization = String.valueOf(request.getHeader("Authorization"));
        boolean entry = authorization.startsWith("Bearer ")
                && Surface.accepts(authorization.substring(7).strip());
        return entry
                ? Optional.empty()
                : Optional.of(WireError.json(401, Json.object().put("detail", "Unauthorized")));
    }

    @Override
    public WireError error(int status) {
        return new MistralException(status, "A simulated answer with status " + status + ".").wire();
    }

    @Override
    public boolean raw(String call) {
        return call.equals("files.create");
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("mistral-correlation-id", UUID.randomUUID().toString());
    }

    @Override
    public ObjectNode settings() {
        return Json.object().put("maxRequests", 100_000).put("maxFileBytes", 512_000_000);
    }
}
