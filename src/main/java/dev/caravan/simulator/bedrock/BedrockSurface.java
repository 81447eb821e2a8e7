package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Surface;
import dev.caravan.simulator.core.WireError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Bedrock's control plane: signed calls, errors named in a header. */
final class BedrockSurface implements Surface {
    static final String NAME = "bedrock";
    static final String ROOT = Surface.ROOT + "/" + NAME;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> calls() {
        return Set.of("batches.create", "batches.list", "batches.get", "batches.cancel", "models.list", "ask");
    }

    @Override
    public String call(String method, String path) {
        String[] parts = path.split("/");
        String what = parts.length > 1 ? parts[1] : "";
        return switch (method + " " + what + " " + (parts.length - 2)) {
            case "POST model-invocation-job 0" -> "batches.create";
            case "GET model-invocation-job 1" -> "batches.get";
            case "POST model-invocation-job 2" -> "batches.cancel";
            case "GET model-invocation-jobs 0" -> "batches.list";
            case "POST model 2" -> "ask";
            case "GET foundation-models 0", "GET inference-profiles 0" -> "models.list";
            default -> "other";
        };
    }

    @Override
    public Optional<WireError> authorize(HttpServletRequest request) {
        return Signature.problem(request);
    }

    @Override
    public WireError error(int status) {
        return BedrockException.of(status).wire();
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("x-amzn-RequestId", UUID.randomUUID().toString());
    }

    @Override
    public ObjectNode settings() {
        return Json.object()
                .put("minRecords", 100)
                .put("maxRecords", 50_000)
                .put("maxFileBytes", 1L << 30)
                .put("maxJobs", 20);
    }
}
