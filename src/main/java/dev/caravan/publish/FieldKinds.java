package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.publish.Column.Kind;
import dev.caravan.task.Outlet;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the fields of answers hold: what the schemas say, unless a value says otherwise. */
final class FieldKinds {
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> chosen;
    private final Map<String, Kind> declared = new LinkedHashMap<>();
    private final Map<String, Kind> observed = new HashMap<>();

    /** @param chosen fields of the sink with what they are made of; empty for all fields of the answer */
    FieldKinds(Map<String, String> chosen) {
        this.chosen = chosen;
    }

    /** Takes the fields of one more schema. Fields of inputs are text, unless their values say otherwise. */
    void declare(String schema) throws IOException {
        JsonNode properties = json.readTree(schema).path("properties");
        if (chosen.isEmpty()) {
            properties
                    .properties()
                    .forEach(field -> declared.merge(field.getKey(), kind(field.getValue()), FieldKinds::both));
        }
        chosen.forEach((name, source) -> declared.merge(
                name, source.startsWith(Outlet.INPUT) ? Kind.TEXT : kind(properties.path(source)), FieldKinds::both));
    }

    Set<String> declared() {
        return declared.keySet();
    }

    /** Looks at the values of an answer; fields that no schema has are added to {@code others}. */
    void observe(JsonNode answer, Set<String> others) {
        answer.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            Kind said = declared.get(name);
            if (said == null) {
                others.add(name);
            }
            if (!value.isNull()) {
                Kind seen = said != null && said.fits(value) ? said : value.isTextual() ? Kind.TEXT : Kind.JSON;
                observed.merge(name, seen, FieldKinds::both);
            }
        });
    }

    Kind of(String field) {
        Kind said = declared.get(field);
        Kind seen = observed.get(field);
        if (seen == null) {
            return said == null ? Kind.JSON : said;
        }
        return seen;
    }

    private static Kind both(Kind one, Kind other) {
        if (one == other) {
            return one;
        }
        Set<Kind> both = Set.of(one, other);
        return both.equals(Set.of(Kind.INTEGER, Kind.NUMBER)) ? Kind.NUMBER : Kind.JSON;
    }

    private static Kind kind(JsonNode schema) {
        Set<String> types = new HashSet<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.textValue());
        }
        type.forEach(one -> types.add(one.asText()));
        types.remove("null");
        if (types.isEmpty()) {
            return areTexts(schema.get("enum")) ? Kind.TEXT : Kind.JSON;
        }
        return types.size() > 1
                ? types.equals(Set.of("integer", "number")) ? Kind.NUMBER : Kind.JSON
                : switch (types.iterator().next()) {
                    case "string" -> Kind.TEXT;
                    case "integer" -> Kind.INTEGER;
                    case "number" -> Kind.NUMBER;
                    case "boolean" -> Kind.BOOLEAN;
                    default -> Kind.JSON;
                };
    }

    private static boolean areTexts(@Nullable JsonNode values) {
        if (values == null || values.isEmpty()) {
            return false;
        }
        for (JsonNode value : values) {
            if (!value.isTextual() && !value.isNull()) {
                return false;
            }
        }
        return true;
    }
}
