package dev.caravan.simulator.vertex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Surface;
import dev.caravan.simulator.core.WireError;
import dev.caravan.simulator.google.GoogleError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/** Vertex AI: Bearer tokens, jobs below a project and a location. */
final class VertexSurface implements Surface {
    static final String NAME = "vertex";
    static final String ROOT = Surface.ROOT + "/" + NAME;

    private static final Set<String> CALLS = Set.of(
            "batches.create", "batches.list", "batches.get", "batches.cancel", "batches.delete", "models.list", "ask");

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
        if (path.matches("/v1(beta1)?/publishers/[a-z]+/models")) {
            return "models.list";
        }
        if (method.equals("POST")
                && path.matches("/v1/projects/[^/]+/locations/[^/]+/publishers/[a-z]+/models/[^/]+"
                        + ":(generateContent|embedContent|rawPredict)")) {
            return "ask";
        }
        if (!path.matches("/v1(beta1)?/projects/[^/]+/locations/[^/]+/batchPredictionJobs(/[^/]+)?")) {
            return "other";
        }
        boolean one = path.matches(".*/batchPredictionJobs/.+");
        return switch (method + (one ? " one" : "")) {
            case "POST" -> "batches.create";
            case "GET" -> "batches.list";
            case "GET one" -> "batches.get";
            case "DELETE one" -> "batches.delete";
            case "POST one" -> path.endsWith(":cancel") ? "batches.cancel" : "other";
            default -> "other";
        };
    }

    @Override
    public Optional<WireError> authorize(HttpServletRequest request) {
        String authorization = String.valueOf(request.getHeader("Authorization"));
        boolean entry = authorization.startsWith("Bearer ")
                && Surface.accepts(authorization.substring(7).strip());
        return entry
                ? Optional.empty()
                : Optional.of(new GoogleError(
                                401,
                                "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
                                        + " cookie or other valid authentication credential.")
                        .wire());
    }

    @Override
    public WireError error(int status) {
        return new GoogleError(status, "A simulated answer with status " + status + ".").wire();
    }

    /**
     * {@code storage} is where the simulator finds Cloud Storage, {@code token} what it shows there; {@code echo} 0 leaves
     * out what Vertex is not documented to repeat: fields beside a request.
     */
    @Override
    public ObjectNode settings() {
        return Json.object()
                .put("storage", "")
                .put("token", "")
                .put("echo", 1)
                .put("maxRequests", 200_000)
                .put("maxFileBytes", 1_000_000_000);
    }
}
