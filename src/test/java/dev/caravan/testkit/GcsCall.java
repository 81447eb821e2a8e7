package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One request: path and parameters decoded, nothing unknown let through. */
final class GcsCall {
    private static final Set<String> KNOWN = Set.of(
            "alt",
            "delimiter",
            "fields",
            "generation",
            "ifGenerationMatch",
            "ifGenerationNotMatch",
            "ifMetagenerationMatch",
            "ifSourceGenerationMatch",
            "ifSourceGenerationNotMatch",
            "ifSourceMetagenerationMatch",
            "maxBytesRewrittenPerCall",
            "maxResults",
            "name",
            "pageToken",
            "prefix",
            "prettyPrint",
            "project",
            "projection",
            "rewriteToken",
            "sourceGeneration",
            "uploadType",
            "upload_id",
            "userProject");
    final HttpExchange exchange;
    final List<String> path = new ArrayList<>();
    private final Map<String, String> query = new HashMap<>();

    GcsCall(HttpExchange exchange) {
        this.exchange = exchange;
        for (String part : exchange.getRequestURI().getRawPath().substring(1).split("/", -1)) {
            path.add(URLDecoder.decode(part.replace("+", "%2B"), UTF_8));
        }
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.contains("=") ? pair.indexOf('=') : pair.length();
            String name = URLDecoder.decode(pair.substring(0, equals), UTF_8);
            if (!KNOWN.contains(name)) {
                throw GcsError.invalid("Unknown parameter \"" + name + "\"");
            }
            query.put(name, URLDecoder.decode(pair.substring(Math.min(equals + 1, pair.length())), UTF_8));
        }
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String text(String name, String fallback) {
        return query.getOrDefault(name, fallback);
    }

    @Nullable
    Long number(String name) {
        String value = query.get(name);
        try {
            return value == null ? null : Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw GcsError.invalid("Invalid value for " + name);
        }
    }

    @Nullable
    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    byte[] body() throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        boolean gzip = "gzip".equals(header("Content-Encoding"));
        return gzip ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent;
    }

    JsonNode json() throws IOException {
        byte[] bytes = body();
        return bytes.length == 0 ? GcsObject.JSON.createObjectNode() : GcsObject.JSON.readTree(bytes);
    }

    void answer(int status, byte[] bytes, String type) throws IOException {
        if (bytes.length > 0) {
            exchange.getResponseHeaders().set("Content-Type", type);
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    void answer(JsonNode json) throws IOException {
        answer(200, GcsObject.JSON.writeValueAsBytes(json), "application/json; charset=UTF-8");
    }
}
