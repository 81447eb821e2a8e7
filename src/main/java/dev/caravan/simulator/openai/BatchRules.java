package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.chat.Endpoint;
import dev.caravan.simulator.core.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the provider asks of the body of {@code POST /batches}. */
final class BatchRules {
    private static final Set<String> KEYS =
            Set.of("input_file_id", "endpoint", "completion_window", "metadata", "output_expires_after");
    private static final List<String> ENDPOINTS = List.of(
            "/v1/responses",
            "/v1/chat/completions",
            "/v1/embeddings",
            "/v1/completions",
            "/v1/moderations",
            "/v1/images/generations",
            "/v1/images/edits",
            "/v1/videos");

    private BatchRules() {}

    static void check(JsonNode body) {
        for (String key : Json.names(body)) {
            if (!KEYS.contains(key)) {
                throw ApiException.badRequest("Unknown parameter: '%s'.".formatted(key), key, "unknown_parameter");
            }
        }
        for (String key : List.of("input_file_id", "endpoint", "completion_window")) {
            if (body.path(key).isMissingNode()) {
                throw ApiException.badRequest(
                        "Missing required parameter: '%s'.".formatted(key), key, "missing_required_parameter");
            }
            if (!body.path(key).isTextual()) {
                throw type(key, "a string");
            }
        }
        String endpoint = body.path("endpoint").asText();
        oneOf(endpoint, ENDPOINTS, "endpoint");
        if (!Endpoint.ALL.containsKey(endpoint)) {
            throw ApiException.badRequest(
                    "The simulator does not run '%s'. It runs: %s."
                            .formatted(endpoint, String.join(", ", Endpoint.ALL.keySet())),
                    "endpoint",
                    "invalid_value");
        }
        oneOf(body.path("completion_window").asText(), List.of("24h"), "completion_window");
        metadata(body.path("metadata"));
        expiry(body.path("output_expires_after"));
    }

    private static void metadata(JsonNode metadata) {
        if (metadata.isMissingNode() || metadata.isNull()) {
            return;
        }
        if (!metadata.isObject()) {
            throw type("metadata", "an object");
        }
        if (metadata.size() > 16) {
            throw ApiException.badRequest(
                    "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an object with %d properties instead."
                            .formatted(metadata.size()),
                    "metadata",
                    "object_above_max_properties");
        }
        for (Map.Entry<String, JsonNode> pair : metadata.properties()) {
            String where = "metadata." + pair.getKey();
            length(pair.getKey(), 64, "metadata");
            if (!pair.getValue().isTextual()) {
                throw type(where, "a string");
            }
            length(pair.getValue().asText(), 512, where);
        }
    }

    private static void expiry(JsonNode expiry) {
        if (expiry.isMissingNode() || expiry.isNull()) {
            return;
        }
        oneOf(expiry.path("anchor").asText(), List.of("created_at"), "output_expires_after.anchor");
        UploadRules.seconds(expiry.path("seconds").asText(), "output_expires_after.seconds");
    }

    private static void length(String text, int max, String param) {
        if (text.length() > max) {
            throw ApiException.badRequest(
                    "Invalid '%s': string too long. Expected a string with maximum length %d, but got a string with length %d instead."
                            .formatted(param, max, text.length()),
                    param,
                    "string_above_max_length");
        }
    }

    private static void oneOf(String value, List<String> allowed, String param) {
        if (!allowed.contains(value)) {
            throw ApiException.badRequest(
                    "Invalid value: '%s'. Supported values are: '%s'.".formatted(value, String.join("', '", allowed)),
                    param,
                    "invalid_value");
        }
    }

    private static ApiException type(String param, String expected) {
        return ApiException.badRequest(
                "Invalid type for '%s': expected %s.".formatted(param, expected), param, "invalid_type");
    }
}
