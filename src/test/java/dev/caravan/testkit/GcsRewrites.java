package dev.caravan.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Copies, in one step or in several with a token between them. */
final class GcsRewrites {
    private static final long LEAST_STEP = 1 << 20;
    private final GcsObjects objects;
    private final Map<String, Long> written = new ConcurrentHashMap<>();

    GcsRewrites(GcsObjects objects) {
        this.objects = objects;
    }

    /** {@code storage/v1/b/<from>/o/<name>/rewriteTo/b/<to>/o/<name>}. */
    void handle(GcsCall call) throws IOException {
        String verb = call.path.get(6);
        if (!call.method().equals("POST") || !verb.equals("rewriteTo") && !verb.equals("copyTo")) {
            throw new GcsError(404, "notFound", "Not Found");
        }
        GcsObject source = objects.source(call, call.path.get(3), call.path.get(5));
        String bucket = call.path.get(8);
        String name = call.path.get(10);
        objects.check(call, bucket, name);
        JsonNode resource = call.json();
        boolean own = resource.has("metadata") || resource.has("contentType");
        JsonNode given = own ? resource : source.resource();
        if (verb.equals("copyTo")) {
            call.answer(
                    objects.insert(call, bucket, name, given, source.bytes()).resource());
            return;
        }
        long size = source.bytes().length;
        long done = step(call, source, size);
        ObjectNode answer = GcsObject.JSON
                .createObjectNode()
                .put("kind", "storage#rewriteResponse")
                .put("totalBytesRewritten", String.valueOf(done))
                .put("objectSize", String.valueOf(size))
                .put("done", done == size);
        if (done == size) {
            answer.set(
                    "resource",
                    objects.insert(call, bucket, name, given, source.bytes()).resource());
        } else {
            answer.put("rewriteToken", token(source));
        }
        call.answer(answer);
    }

    private long step(GcsCall call, GcsObject source, long size) {
        Long most = call.number("maxBytesRewrittenPerCall");
        if (most == null) {
            return size;
        }
        if (most % LEAST_STEP != 0) {
            throw GcsError.invalid("maxBytesRewrittenPerCall must be a multiple of 1 MiB");
        }
        String token = call.text("rewriteToken", "");
        if (!token.isEmpty() && !token.equals(token(source))) {
            throw GcsError.invalid("The rewrite token belongs to another request");
        }
        long done = Math.min(size, (token.isEmpty() ? 0 : written.getOrDefault(token, 0L)) + most);
        written.put(token(source), done);
        return done;
    }

    private static String token(GcsObject source) {
        return "rewrite-" + source.generation();
    }
}
