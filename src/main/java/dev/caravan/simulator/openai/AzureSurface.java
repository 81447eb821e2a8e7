package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Surface;
import dev.caravan.simulator.core.WireError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Azure OpenAI: a key in {@code api-key} or a token as Bearer, calls below {@code /openai/v1}, or below {@code /openai}
 * with a dated {@code api-version}.
 */
final class AzureSurface implements Surface {
    static final String NAME = "azure";
    static final String ROOT = Surface.ROOT + "/" + NAME;
    static final String V1 = "/openai/v1";
    static final String DATED = "/openai";

    private final OpenAiSurface calls = new OpenAiSurface();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> calls() {
        return calls.calls();
    }

    @Override
    public String call(String method, String path) {
        boolean v1 = path.startsWith(V1 + "/");
        return calls.call(method, v1 ? path.substring(DATED.length()) : path);
    }

    @Override
    public Optional<WireError> authorize(HttpServletRequest request) {
        String key = request.getHeader("api-key");
        String authorization = request.getHeader("Authorization");
        if (key == null && authorization != null && authorization.startsWith("Bearer ")) {
            key = authorization.substring(7).strip();
        }
        return key != null && Surface.accepts(key)
                ? Optional.empty()
                : Optional.of(error(401, "401", "Access denied: neither a valid key of this resource nor a token."));
    }

    @Override
    public WireError error(int status) {
        return error(status, String.valueOf(status), "A simulated answer with status " + status + ".");
    }

    private static WireError error(int status, String code, String message) {
        ObjectNode body = Json.object();
        body.putObject("error").put("code", code).put("message", message);
        return WireError.json(status, body);
    }

    @Override
    public boolean raw(String call) {
        return calls.raw(call);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("apim-request-id", UUID.randomUUID().toString());
    }

    /**
     * Deployments by name with the model behind each; looks at a file until it is processed; files without an expiry; tokens
     * that may wait by deployment, and whether what is over that is refused at once.
     */
    @Override
    public ObjectNode settings() {
        ObjectNode settings = Json.object().put("pendingLooks", 1).put("maxFiles", 500);
        ObjectNode deployments = settings.putObject("deployments");
        for (String model : new String[] {"gpt-4.1", "gpt-4.1-mini", "gpt-4o-mini", "gpt-5", "gpt-5-mini", "o4-mini"}) {
            deployments.put(model, model);
        }
        deployments.put("team-batch", "gpt-5-mini");
        settings.put("failFast", false).putObject("enqueuedTokens");
        return settings;
    }
}
