package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Hash;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Tokens;
import dev.caravan.simulator.core.Twist;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of one record, and what every format asks of it.
 *
 * @param contextTokens most tokens of the whole body
 */
record Question(String recordId, ObjectNode body, Model model, Twist twist, int contextTokens) {

    /** No key but these. */
    void allow(Set<String> keys) {
        for (String key : Json.names(body)) {
            if (!keys.contains(key)) {
                throw RecordException.invalid(
                        "Malformed input request: #: extraneous key [%s] is not permitted, please reformat your input and try again."
                                .formatted(key));
            }
        }
        if (Tokens.in(Json.write(body)) > contextTokens) {
            throw RecordException.invalid("Input is too long for requested model.");
        }
    }

    static void need(boolean holds, String otherwise) {
        if (!holds) {
            throw RecordException.invalid(otherwise);
        }
    }

    /** A whole number of 1 or more; null if it is not there. */
    static @Nullable Integer positive(JsonNode value, String name) {
        if (value.isMissingNode()) {
            return null;
        }
        need(value.isInt() && value.asInt() > 0, name + ": Input should be greater than or equal to 1");
        return value.asInt();
    }

    static void fraction(JsonNode value, String name) {
        need(
                value.isMissingNode() || (value.isNumber() && value.asDouble() >= 0 && value.asDouble() <= 1),
                name + ": range: 0..1");
    }

    /** Turns of user and assistant, each with content, the user first. */
    static void messages(JsonNode messages) {
        need(messages.isArray() && !messages.isEmpty(), "messages: Field required");
        need(
                messages.path(0).path("role").asText().equals("user"),
                "messages: first message must use the \"user\" role");
        for (JsonNode message : messages) {
            need(
                    Set.of("user", "assistant").contains(message.path("role").asText()),
                    "messages: Input should be 'user' or 'assistant'");
            JsonNode content = message.path("content");
            need(
                    (content.isArray() || content.isTextual()) && !content.isEmpty()
                            || content.asText().length() > 0,
                    "messages: content must not be empty");
        }
    }

    /** An id for the answer that is the same for the same record. */
    String answerId(String prefix) {
        return prefix + Hash.hex(recordId).substring(0, 24);
    }
}
