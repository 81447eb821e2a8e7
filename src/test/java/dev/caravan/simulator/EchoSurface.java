package dev.caravan.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Surface;
import dev.caravan.simulator.core.WireError;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A provider that only a test has: jobs begun with {@code POST /jobs:start}, named by an ARN in later paths. */
final class EchoSurface implements Surface {
    @Override
    public String name() {
        return "echo";
    }

    @Override
    public Set<String> calls() {
        return Set.of("batches.create", "batches.get", "batches.cancel", "results.get");
    }

    @Override
    public String call(String method, String path) {
        if (path.endsWith(":start")) {
            return "batches.create";
        }
        if (path.endsWith("/stop")) {
            return "batches.cancel";
        }
        return path.startsWith("/jobs/arn%3Aecho%2F") ? "batches.get" : "results.get";
    }

    @Override
    public Optional<WireError> authorize(HttpServletRequest request) {
        String key = request.getHeader("x-echo-key");
        return key != null && Surface.accepts(key) ? Optional.empty() : Optional.of(error(403));
    }

    @Override
    public WireError error(int status) {
        return new WireError(
                status,
                Map.of("Content-Type", "application/json", "x-echo-error", "Refused"),
                Json.write(Json.object().put("fault", status)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean raw(String call) {
        return call.equals("batches.create");
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("x-echo-request", "1");
    }

    @Override
    public ObjectNode settings() {
        return Json.object().put("maxLines", 1000);
    }
}
