package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.ModelCard;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What chat completions and responses refuse alike, one line at a time. */
final class RequestRules {
    private static final List<String> NOT_FOR_REASONING = List.of(
            "temperature", "top_p", "presence_penalty", "frequency_penalty", "logprobs", "top_logprobs", "logit_bias");

    private RequestRules() {}

    static void check(Request request, Set<String> keys) {
        ModelCard model = request.model().card();
        ObjectNode body = request.body();
        if (model.embeds() || request.model().moderates()) {
            throw ApiException.badRequest(
                    "The model '%s' makes %s only."
                            .formatted(model.name(), model.embeds() ? "embeddings" : "moderations"),
                    "model",
                    null);
        }
        known(body, keys);
        if (body.path("stream").asBoolean()) {
            throw ApiException.badRequest(
                    "Unsupported value: 'stream' must be false in a batch.", "stream", "unsupported_value");
        }
        for (String key : NOT_FOR_REASONING) {
            if (model.reasons() && body.has(key)) {
                throw ApiException.badRequest(
                        "Unsupported parameter: '%s' is not supported with this model.".formatted(key),
                        key,
                        "unsupported_parameter");
            }
        }
    }

    static void known(ObjectNode body, Set<String> keys) {
        for (String key : Json.names(body)) {
            if (!keys.contains(key)) {
                throw ApiException.badRequest("Unknown parameter: '%s'.".formatted(key), key, "unknown_parameter");
            }
        }
    }

    static void effort(JsonNode effort, ModelCard model, String param) {
        if (effort.isMissingNode()) {
            return;
        }
        if (!model.reasons()) {
            throw ApiException.badRequest(
                    "Unsupported parameter: '%s' is not supported with this model.".formatted(param),
                    param,
                    "unsupported_parameter");
        }
        if (!model.levels().contains(effort.asText())) {
            throw ApiException.badRequest(
                    "Unsupported value: '%s' does not support '%s' with the '%s' model. Supported values are: %s."
                            .formatted(param, effort.asText(), model.name(), new TreeSet<>(model.levels())),
                    param,
                    "unsupported_value");
        }
    }

    /** Returns the most tokens the answer may have; null = no cap. */
    static @Nullable Integer cap(ObjectNode body, String key, int min) {
        JsonNode cap = body.path(key);
        if (cap.isMissingNode() || cap.isNull()) {
            return null;
        }
        if (!cap.isInt() || cap.asInt() < min) {
            throw ApiException.badRequest(
                    "Invalid '%s': expected an integer of at least %d, but got %s.".formatted(key, min, cap),
                    key,
                    cap.isInt() ? "integer_below_min_value" : "invalid_type");
        }
        return cap.asInt();
    }

    static void oneOf(String value, Set<String> allowed, String param) {
        if (!allowed.contains(value)) {
            throw ApiException.badRequest(
                    "Invalid value: '%s'. Supported values are: %s.".formatted(value, new TreeSet<>(allowed)),
                    param,
                    "invalid_value");
        }
    }

    static ApiException missing(String param) {
        return ApiException.badRequest(
                "Missing required parameter: '%s'.".formatted(param), param, "missing_required_parameter");
    }
}
