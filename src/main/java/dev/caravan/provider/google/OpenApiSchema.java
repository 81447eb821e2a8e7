package dev.caravan.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema as {@code responseSchema}: types in upper case, {@code nullable}, no references. Keywords that it has not
 * are left out; Caravan's own validator still judges answers by the whole schema.
 */
final class OpenApiSchema {
    private static final Set<String> COPIED = Set.of(
            "title",
            "description",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "minProperties",
            "maxProperties",
            "pattern");
    private static final Set<String> FORMATS = Set.of("date-time", "int32", "int64", "float", "double");
    private static final Set<String> TYPES = Set.of("string", "number", "integer", "boolean", "array", "object");

    private OpenApiSchema() {}

    static ObjectNode of(String schema) {
        return schema(InlinedSchema.of(schema), "");
    }

    /** @param path for messages, empty for the root */
    private static ObjectNode schema(JsonNode node, String path) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        List<String> types = types(node);
        boolean nullable = types.remove("null");
        if (types.size() == 1) {
            made.put("type", types.get(0).toUpperCase(Locale.ROOT));
        } else if (types.size() > 1) {
            ArrayNode any = made.putArray("anyOf");
            types.forEach(type -> any.addObject().put("type", type.toUpperCase(Locale.ROOT)));
        }
        for (Map.Entry<String, JsonNode> keyword : node.properties()) {
            if (COPIED.contains(keyword.getKey())) {
                made.set(keyword.getKey(), keyword.getValue());
            }
        }
        if (FORMATS.contains(node.path("format").asText())) {
            made.set("format", node.get("format"));
        }
        nullable |= choices(node, made);
        object(node, made, path);
        array(node, made, path);
        nullable |= alternatives(node, made, path);
        if (nullable) {
            made.put("nullable", true);
        }
        return made;
    }

    private static List<String> types(JsonNode node) {
        List<String> types = new ArrayList<>();
        if (node.path("type").isArray()) {
            node.path("type").forEach(type -> types.add(type.asText()));
        } else if (node.path("type").isTextual()) {
            types.add(node.path("type").asText());
        } else if (node.has("properties")) {
            types.add("object");
        } else if (node.has("items")) {
            types.add("array");
        } else if (node.path("const").isTextual() || node.path("enum").path(0).isTextual()) {
            types.add("string");
        }
        types.removeIf(type -> !TYPES.contains(type) && !type.equals("null"));
        return types;
    }

    /** Only strings can be enumerated. Returns whether null is one of the choices. */
    private static boolean choices(JsonNode node, ObjectNode made) {
        if (node.path("const").isTextual()) {
            made.putArray("enum").add(node.path("const").asText());
            return false;
        }
        boolean nullable = false;
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        for (JsonNode choice : node.path("enum")) {
            nullable |= choice.isNull();
            if (choice.isTextual()) {
                texts.add(choice);
            } else if (!choice.isNull()) {
                return nullable;
            }
        }
        if (!texts.isEmpty()) {
            made.set("enum", texts);
        }
        return nullable;
    }

    private static void object(JsonNode node, ObjectNode made, String path) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        ArrayNode order = JsonNodeFactory.instance.arrayNode();
        for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
            ObjectNode below = schema(property.getValue(), path + "/" + property.getKey());
            if (below.isEmpty()) {
                throw new IllegalArgumentException("The output schema says nothing of the type of \"" + path + "/"
                        + property.getKey() + "\": this provider needs one");
            }
            properties.set(property.getKey(), below);
            order.add(property.getKey());
        }
        if (properties.isEmpty()) {
            return;
        }
        made.set("properties", properties);
        made.set("propertyOrdering", order);
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        node.path("required").forEach(name -> {
            if (properties.has(name.asText())) {
                required.add(name);
            }
        });
        if (!required.isEmpty()) {
            made.set("required", required);
        }
    }

    private static void array(JsonNode node, ObjectNode made, String path) {
        if (!"ARRAY".equals(made.path("type").asText())) {
            return;
        }
        ObjectNode items = schema(node.path("items"), path + "/[]");
        if (items.isEmpty()) {
            throw new IllegalArgumentException("The output schema has a list at \"" + path
                    + "\" without saying of what: this provider needs items with a type");
        }
        made.set("items", items);
    }

    /** Returns whether null is one of the alternatives. */
    private static boolean alternatives(JsonNode node, ObjectNode made, String path) {
        @Nullable JsonNode list = node.has("anyOf") ? node.get("anyOf") : node.get("oneOf");
        if (list == null && node.path("allOf").size() == 1) {
            made.setAll(schema(node.path("allOf").path(0), path));
            return false;
        }
        if (list == null) {
            return false;
        }
        boolean nullable = false;
        ArrayNode any = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            if (item.path("type").asText().equals("null")) {
                nullable = true;
            } else {
                ObjectNode below = schema(item, path);
                if (below.isEmpty()) {
                    return nullable;
                }
                any.add(below);
            }
        }
        if (any.size() == 1) {
            made.setAll((ObjectNode) any.get(0));
        } else if (!any.isEmpty()) {
            made.set("anyOf", any);
        }
        return nullable;
    }
}
