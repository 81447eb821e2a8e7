package dev.caravan.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.config.Problem;
import dev.caravan.setup.RefusedSetupException.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields of an entry as models.yaml would have them: JSON that is YAML, too, with each field on a line of its own. */
final class Body {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final Pattern MISSING = Pattern.compile("Missing key \"([a-z-]+)\"");

    private final List<String> fields = new ArrayList<>();
    private final ObjectNode json;

    /** @param json fields as they are called over HTTP; null is as good as nothing */
    Body(ObjectNode json) {
        this.json = JSON.createObjectNode();
        json.properties().forEach(one -> {
            if (!one.getValue().isNull()) {
                fields.add(one.getKey());
                this.json.set(one.getKey().replace('_', '-'), one.getValue());
            }
        });
    }

    String text() {
        StringBuilder text = new StringBuilder("{");
        String before = "\n";
        for (Map.Entry<String, JsonNode> one : json.properties()) {
            text.append(before).append(line(one.getKey())).append(": ").append(line(one.getValue()));
            before = ",\n";
        }
        return text.append("\n}").toString();
    }

    /** The fields of a body, as they are called over HTTP. */
    static ObjectNode read(String body) {
        try {
            ObjectNode fields = JSON.createObjectNode();
            JSON.readTree(body)
                    .properties()
                    .forEach(one -> fields.set(one.getKey().replace('-', '_'), one.getValue()));
            return fields;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The ledger has no JSON for an entry", e);
        }
    }

    /** The field that a problem of this body is about. */
    Field field(Problem problem) {
        String reason = problem.message() + (problem.hint().isEmpty() ? "" : ". " + problem.hint());
        int at = problem.line() - 2;
        if (at >= 0 && at < fields.size()) {
            return new Field(fields.get(at), reason);
        }
        Matcher missing = MISSING.matcher(problem.message());
        return new Field(missing.matches() ? missing.group(1).replace('-', '_') : named(problem), reason);
    }

    /** The one with a part that the problem speaks of. */
    private String named(Problem problem) {
        for (String field : fields) {
            for (Map.Entry<String, JsonNode> part :
                    json.path(field.replace('_', '-')).properties()) {
                if (problem.message().contains(part.getKey())) {
                    return field;
                }
            }
        }
        return problem.message().contains("setting") ? "settings" : "body";
    }

    private static String line(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("It can't be written as JSON", e);
        }
    }
}
