package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The field in which an answer repeats the nonce of its prompt. It says whose answer it is and nothing more, so it is taken
 * out before anything else is looked at.
 */
final class NonceRule {
    private final String field;

    NonceRule(String field) {
        this.field = field;
    }

    /** Takes the field out of an answer; null if it is not there. */
    @Nullable
    JsonNode take(JsonNode answer) {
        return answer instanceof ObjectNode object ? object.remove(field) : null;
    }

    void check(@Nullable JsonNode given, String nonce, Findings findings) {
        if (given == null) {
            findings.add("nonce", field, "is missing: nothing tells which record this answer is for");
        } else if (!given.isTextual() || !given.textValue().strip().equals(nonce)) {
            findings.add(
                    "nonce",
                    field,
                    "must repeat \"" + nonce + "\", but is \"" + given.asText() + "\": the answer to another record");
        }
    }
}
