package dev.caravan.simulator.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Surface;
import dev.caravan.simulator.core.WireError;
import dev.caravan.simulator.google.GoogleError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/** The Gemini Developer API: a key in {@code x-goog-api-key}, or in the query. */
final class GeminiSurface implements Surface {
    static final String NAME = "gemini";
    static final String ROOT = Surface.ROOT + "/" + NAME;

    private static final Set<String> CALLS = Set.of(
            "files.start",
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
        if (path.matches("(" + ROOT + ")?/upload/v1beta/files(/[^/]+)?")) {
            return path.endsWith("/files") ? "files.start" : "files.create";
        }
        String plain = path.replaceFirst("^/download", "").replace("%3A", ":");
        String call = switch (method + " " + plain.replaceFirst("^/v1beta/([a-z]+).*", "$1")) {
            case "GET files" -> plain.endsWith(":download") ? "files.content" : one(plain) ? "files.get" : "files.list";
            case "DELETE files" -> "files.delete";
            case "GET batches" -> one(plain) ? "batches.get" : "batches.list";
            case "POST batches" -> plain.endsWith(":cancel") ? "batches.cancel" : "other";
            case "DELETE batches" -> "batches.delete";
            case "GET models" -> "models.list";
            case "POST models" ->
                plain.matches(".*atch(Generate|Embed)Content")
                        ? "batches.create"
                        : plain.matches(".*:(generate|embed)Content") ? "ask" : "other";
            default -> "other";
        };
        return call;
    }

    private static boolean one(String path) {
        return path.matches("/v1beta/[a-z]+/.+");
    }

    @Override
    public Optional<WireError> authorize(HttpServletRequest request) {
        String header = request.getHeader("x-goog-api-key");
        String key = header == null ? request.getParameter("key") : header;
        if (key == null) {
            return Optional.of(new GoogleError(
                            403,
                            "Method doesn't allow unregistered callers (callers without established identity)."
                                    + " Please use API Key or other form of API consumer identity to call this API.")
                    .wire());
        }
        return Surface.accepts(key) ? Optional.empty() : Optional.of(badKey());
    }

    /** A wrong key is a 400 here. */
    private static WireError badKey() {
        ObjectNode body = Json.object();
        ObjectNode error = GoogleError.invalid("API key not valid. Please pass a valid API key.")
                .error();
        error.putArray("details")
                .addObject()
                .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                .put("reason", "API_KEY_INVALID")
                .put("domain", "googleapis.com");
        body.set("error", error);
        return WireError.json(400, body);
    }

    @Override
    public WireError error(int status) {
        return new GoogleError(status, "A simulated answer with status " + status + ".").wire();
    }

    @Override
    public boolean raw(String call) {
        return call.equals("files.create");
    }

    /**
     * {@code states} is what the names of states begin with, {@code processing} how many looks at an uploaded file find it
     * not usable yet, {@code expiredResults} 1 lets an expired batch have the results it had.
     */
    @Override
    public ObjectNode settings() {
        return Json.object()
                .put("states", "BATCH_STATE_")
                .put("processing", 0)
                .put("expiredResults", 0)
                .put("maxFileBytes", 2_000_000_000L);
    }
}
