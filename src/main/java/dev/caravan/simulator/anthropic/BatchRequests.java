package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.caravan.simulator.core.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the body of a create: its requests go to disk one by one, a line each, once their envelope is checked. */
final class BatchRequests {
    private static final Pattern CUSTOM_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    /** The engine reads no longer lines. */
    private static final int MAX_LINE = 16 * 1024 * 1024;

    private static final int MAX_FIRST = 10_000;

    /** One document has many requests; each is read on its own. */
    private static final ObjectReader ONE =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final int maxRequests;
    private final Set<String> ids = new HashSet<>();
    private String first = "";

    private BatchRequests(int maxRequests) {
        this.maxRequests = maxRequests;
    }

    /**
     * What a create holds.
     *
     * @param first the start of its first request
     */
    record Content(int count, String first) {}

    /** @param target written, whole or not; the caller deletes it */
    static Content read(InputStream body, Path target, int maxRequests, long maxBytes) throws IOException {
        BatchRequests requests = new BatchRequests(maxRequests);
        try (JsonParser in = Json.MAPPER.createParser(new Capped(body, maxBytes));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            requests.read(in, out);
        } catch (JsonProcessingException e) {
            throw AnthropicException.badRequest("The request body is not valid JSON: " + e.getOriginalMessage());
        }
        return new Content(requests.ids.size(), requests.first);
    }

    private void read(JsonParser in, OutputStream out) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw AnthropicException.badRequest("Input should be an object");
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            if (!in.currentName().equals("requests") || !ids.isEmpty()) {
                throw AnthropicException.badRequest(in.currentName() + ": Extra inputs are not permitted");
            }
            if (in.nextToken() != JsonToken.START_ARRAY) {
                throw AnthropicException.badRequest("requests: Input should be a valid array");
            }
            while (in.nextToken() != JsonToken.END_ARRAY) {
                add(ONE.readTree(in), out);
            }
        }
        if (in.nextToken() != null) {
            throw AnthropicException.badRequest("The request body is not valid JSON: something follows its end");
        }
        if (ids.isEmpty()) {
            throw AnthropicException.badRequest("requests: List should have at least 1 item after validation, not 0");
        }
    }

    private void add(JsonNode request, OutputStream out) throws IOException {
        check(request, "requests." + ids.size());
        if (!ids.add(request.path("custom_id").asText())) {
            throw AnthropicException.badRequest(
                    "requests.%d.custom_id: The custom_id \"%s\" is used more than once in this batch"
                            .formatted(ids.size(), request.path("custom_id").asText()));
        }
        if (ids.size() > maxRequests) {
            throw AnthropicException.badRequest(
                    "requests: List should have at most %d items after validation".formatted(maxRequests));
        }
        byte[] line = utf8(Json.write(request));
        if (line.length > MAX_LINE) {
            throw new AnthropicException(413, "requests.%d: Request too large".formatted(ids.size() - 1));
        }
        if (first.isEmpty()) {
            first = new String(line, 0, Math.min(line.length, MAX_FIRST), StandardCharsets.UTF_8);
        }
        out.write(line);
        out.write('\n');
    }

    /** An escape can be half of a character, which no text may hold. */
    private static byte[] utf8(String line) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(line)) {
            throw AnthropicException.badRequest("The request body is not valid JSON: surrogates not allowed");
        }
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** Whatever is in {@code params} is looked at later, when the request runs. */
    private static void check(JsonNode request, String where) {
        if (!request.isObject()) {
            throw AnthropicException.badRequest(where + ": Input should be an object");
        }
        for (String key : Json.names(request)) {
            if (!Set.of("custom_id", "params").contains(key)) {
                throw AnthropicException.badRequest("%s.%s: Extra inputs are not permitted".formatted(where, key));
            }
        }
        JsonNode id = request.path("custom_id");
        if (id.isMissingNode() || request.path("params").isMissingNode()) {
            throw AnthropicException.badRequest(
                    "%s.%s: Field required".formatted(where, id.isMissingNode() ? "custom_id" : "params"));
        }
        if (!id.isTextual()) {
            throw AnthropicException.badRequest(where + ".custom_id: Input should be a valid string");
        }
        if (!CUSTOM_ID.matcher(id.asText()).matches()) {
            throw AnthropicException.badRequest(
                    where + ".custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'");
        }
        if (!request.path("params").isObject()) {
            throw AnthropicException.badRequest(where + ".params: Input should be an object");
        }
    }
}
