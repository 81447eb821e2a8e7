package dev.caravan.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.config.Suggestion;
import dev.caravan.setup.RefusedSetupException.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What somebody wants an entry to be, field by field; collects what is wrong with it. Used by one thread. */
final class Wanted {
    private static final int LONGEST = 2000;

    private final ObjectNode json;
    private final List<Field> wrong = new ArrayList<>();

    /** @param known fields that there are; null is as good as nothing for all of them */
    Wanted(ObjectNode json, Set<String> known) {
        this.json = json;
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                wrong(
                        name.length() > 60 ? "body" : name,
                        "is not known. " + Suggestion.allowed(name, new TreeSet<>(known)));
            }
        });
    }

    void wrong(String field, String reason) {
        wrong.add(new Field(field, reason));
    }

    boolean has(String field) {
        return json.hasNonNull(field);
    }

    /** Whether it is there, if only to say that there shall be none. */
    boolean names(String field) {
        return json.has(field);
    }

    JsonNode get(String field) {
        return json.path(field);
    }

    /** The text of a field; empty if it is missing or no text that is taken. */
    String text(String field) {
        if (!has(field)) {
            return "";
        }
        if (!json.get(field).isTextual()) {
            wrong(field, "must be a text");
            return "";
        }
        return plain(field, json.get(field).textValue()) ? json.get(field).textValue() : "";
    }

    /** Checks all texts of an object or list, which has texts, numbers and truth values only. */
    void plainInside(String field) {
        JsonNode value = json.path(field);
        if (value.isObject()) {
            value.fieldNames().forEachRemaining(name -> plain(field, name));
        }
        for (JsonNode one : value) {
            if (!one.isValueNode() || one.isNull()) {
                wrong(field, "must hold texts and numbers only");
            } else {
                plain(field, one.asText());
            }
        }
    }

    /** What can be sent in a header or a URL, and asks for nothing of the environment. */
    private boolean plain(String field, String text) {
        if (text.length() > LONGEST || text.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            wrong(field, "must be printable ASCII, at most " + LONGEST + " characters");
            return false;
        }
        if (text.contains("${") || text.contains("{{")) {
            wrong(field, "can't hold a placeholder: over HTTP only a secret may be one");
            return false;
        }
        return true;
    }

    /** @throws RefusedSetupException naming all fields that are wrong, if there are any */
    void throwIfWrong() throws RefusedSetupException {
        if (!wrong.isEmpty()) {
            throw RefusedSetupException.notValid(wrong);
        }
    }
}
