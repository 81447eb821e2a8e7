package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.chat.Endpoint;
import dev.caravan.simulator.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the provider asks of the body of {@code POST /batches}. */
final class BatchRules {
    private static final Set<String> KEYS =
            Set.of("input_file_id", "endpoint", "completion_window", "metadata", "output_expires_after");
    private static final List<String> REQUIRED = List.of("input_file_id", "endpoint", "completion_window", "model");
    /** Those that only OpenAI itself runs. */
    private static final List<String> ELSEWHERE =
            List.of("/v1/completions", "/v1/images/generations", "/v1/images/edits", "/v1/videos");

    private BatchRules() {}

    /** Returns the endpoint as one of {@link Endpoint#ALL}. */
    static String check(JsonNode body, Traits traits) {
        for (String key : Json.names(body)) {
            boolean modelHere = key.equals("model") && traits.is("model", "job");
            if (!KEYS.contains(key)
                    && !modelHere
                    && !traits.list("createFields").contains(key)) {
                throw ApiException.badRequest("Unknown parameter: '%s'.".formatted(key), key, "unknown_parameter");
            }
        }
        boolean windows = !traits.list("windows").equals(List.of("none"));
        for (String key : REQUIRED) {
            boolean needed = switch (key) {
                case "model" -> traits.is("model", "job");
                case "completion_window" -> windows;
                default -> true;
            };
            if (needed && body.path(key).isMissingNode()) {
                throw ApiException.badRequest(
                        "Missing required parameter: '%s'.".formatted(key), key, "missing_required_parameter");
            }
            if (needed && !body.path(key).isTextual()) {
                throw type(key, "a string");
            }
        }
        String call = endpoint(body.path("endpoint").asText(), traits);
        if (windows && !traits.list("windows").isEmpty()) {
            oneOf(body.path("completion_window").asText(), traits.list("windows"), "completion_window");
        }
        metadata(body.path("metadata"));
        expiry(body.path("output_expires_after"));
        return call;
    }

    private static String endpoint(String endpoint, Traits traits) {
        if (traits.list("prefixes").contains("/v1") && ELSEWHERE.contains(endpoint)) {
            throw ApiException.badRequest(
                    "The simulator does not run '%s'. It runs: %s."
                            .formatted(endpoint, String.join(", ", Endpoint.ALL.keySet())),
                    "endpoint",
                    "invalid_value");
        }
        return traits.call(endpoint).orElseThrow(() -> {
            List<String> all = new ArrayList<>();
            traits.list("endpoints")
                    .forEach(path -> all.add(traits.list("prefixes").get(0) + path));
            return invalid(endpoint, all, "endpoint");
        });
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
        UploadRules.seconds(expiry.path("seconds").asText(), "output_expires_after.seconds", 3600, 2_592_000);
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
            throw invalid(value, allowed, param);
        }
    }

    private static ApiException invalid(String value, List<String> allowed, String param) {
        return ApiException.badRequest(
                "Invalid value: '%s'. Supported values are: '%s'.".formatted(value, String.join("', '", allowed)),
                param,
                "invalid_value");
    }

    private static ApiException type(String param, String expected) {
        return ApiException.badRequest(
                "Invalid type for '%s': expected %s.".formatted(param, expected), param, "invalid_type");
    }
}
