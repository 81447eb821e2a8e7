package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a value that satisfies a JSON Schema out of what the user said; the same for the same words, every time. */
final class SchemaAnswer {
    private static final int DEEP = 5;

    private final JsonNode root;
    private final UserText said;
    private final StringAnswer strings;
    private final NumberAnswer numbers;

    SchemaAnswer(JsonNode root, UserText said) {
        this.root = root;
        this.said = said;
        this.strings = new StringAnswer(said);
        this.numbers = new NumberAnswer(said);
    }

    JsonNode make() {
        return value(root, new Place("", "", 0, 0));
    }

    private JsonNode value(JsonNode asked, Place place) {
        JsonNode schema = SchemaParts.resolved(asked, root);
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
            return oneOf((ArrayNode) schema.path("enum"), place);
        }
        for (String choice : new String[] {"anyOf", "oneOf"}) {
            if (schema.path(choice).isArray() && !schema.path(choice).isEmpty()) {
                return value(SchemaParts.branch(schema, choice, root, place.depth() > DEEP), place);
            }
        }
        return switch (SchemaParts.type(schema, place.depth() > DEEP)) {
            case "object" -> object(schema, place);
            case "array" -> array(schema, place);
            case "integer" -> numbers.make(schema, place, true);
            case "number" -> numbers.make(schema, place, false);
            case "boolean" -> Json.MAPPER.getNodeFactory().booleanNode(bool(place));
            case "null" -> Json.MAPPER.getNodeFactory().nullNode();
            default -> Json.MAPPER.getNodeFactory().textNode(strings.make(schema, place));
        };
    }

    private boolean bool(Place place) {
        String given = said.valueOf(place.name()).orElse("");
        return given.equals("true") || (!given.equals("false") && Hash.below(2, said.raw(), place.path()) == 1);
    }

    private JsonNode oneOf(ArrayNode options, Place place) {
        Optional<String> given = said.valueOf(place.name());
        int best = -1;
        ArrayNode likely = Json.array();
        for (JsonNode option : options) {
            boolean repeated = given.isPresent() && given.get().equals(option.asText());
            int hits = repeated ? Integer.MAX_VALUE : option.isTextual() ? said.overlap(option.asText()) : 0;
            if (hits > best) {
                best = hits;
                likely.removeAll();
            }
            if (hits == best && !option.isNull()) {
                likely.add(option);
            }
        }
        return likely.isEmpty() ? options.get(0) : likely.get(Hash.below(likely.size(), said.raw(), place.path()));
    }

    private ObjectNode object(JsonNode schema, Place place) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(key -> required.add(key.asText()));
        ObjectNode object = Json.object();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (required.contains(property.getKey()) || place.depth() < 2) {
                object.set(property.getKey(), value(property.getValue(), place.property(property.getKey())));
            }
        }
        for (String key : required) {
            if (!object.has(key)) {
                JsonNode more = schema.path("additionalProperties");
                object.set(key, value(more.isObject() ? more : Json.object(), place.property(key)));
            }
        }
        return object;
    }

    /** How many values the text offers for a field of these items: each is told of. */
    private int offered(JsonNode items) {
        int most = 0;
        for (Map.Entry<String, JsonNode> field :
                SchemaParts.resolved(items, root).path("properties").properties()) {
            most = Math.max(most, said.offered(field.getKey()).size());
        }
        return most;
    }

    private ArrayNode array(JsonNode schema, Place place) {
        ArrayNode array = Json.array();
        JsonNode prefix = schema.path("prefixItems");
        int min = Math.max(schema.path("minItems").asInt(0), prefix.size());
        int wanted = Math.max(min, place.depth() > DEEP ? 0 : Math.max(2, offered(schema.path("items"))));
        int count = Math.min(wanted, Math.max(min, schema.path("maxItems").asInt(wanted)));
        Set<JsonNode> seen = new HashSet<>();
        boolean unique = schema.path("uniqueItems").asBoolean();
        for (int i = 0, tries = 0; i < count && tries < 50; tries++) {
            JsonNode item = i < prefix.size() ? prefix.path(i) : schema.path("items");
            JsonNode made = value(item.isObject() ? item : Json.object(), place.item(tries));
            if (seen.add(made) || !unique) {
                array.add(made);
                i++;
            }
        }
        return array;
    }
}
