package dev.caravan.provider.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;

/** A JSON Schema with every local reference replaced by what it refers to. */
public final class InlinedSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> DROPPED =
            Set.of("$schema", "$id", "$anchor", "$comment", "$defs", "definitions", "examples", "default");

    /** References to references to references would write out a small schema as one that fills the memory. */
    private static final int MOST_PARTS = 20_000;

    private final JsonNode root;
    private int parts;
    private final Deque<String> open = new ArrayDeque<>();

    private InlinedSchema(JsonNode root) {
        this.root = root;
    }

    /** @throws IllegalArgumentException if the text is no object, or refers to itself, or to nothing */
    public static ObjectNode of(String schema) {
        try {
            ObjectNode root = JSON.readValue(schema, ObjectNode.class);
            return (ObjectNode) new InlinedSchema(root).copy(root, true);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The output schema is not a JSON object: " + e.getOriginalMessage(), e);
        }
    }

    /** @param schema whether the node is a schema; else a map or list of schemas, or a plain value */
    private JsonNode copy(JsonNode node, boolean schema) {
        if (++parts > MOST_PARTS) {
            throw new IllegalArgumentException("The output schema has more than " + MOST_PARTS
                    + " parts once its references are written out, as this provider wants it");
        }
        if (node.isArray()) {
            ArrayNode list = JSON.createArrayNode();
            node.forEach(item -> list.add(copy(item, schema)));
            return list;
        }
        if (!node.isObject()) {
            return node;
        }
        if (schema && node.path("$ref").isTextual()) {
            return resolve((ObjectNode) node);
        }
        ObjectNode copy = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!schema || !DROPPED.contains(field.getKey())) {
                copy.set(field.getKey(), schema ? below(field) : copy(field.getValue(), true));
            }
        }
        return copy;
    }

    private JsonNode below(Map.Entry<String, JsonNode> keyword) {
        return switch (keyword.getKey()) {
            case "properties", "patternProperties", "dependentSchemas" -> copy(keyword.getValue(), false);
            case "enum", "const", "required", "type" -> keyword.getValue();
            default -> copy(keyword.getValue(), true);
        };
    }

    private JsonNode resolve(ObjectNode node) {
        String reference = node.path("$ref").asText();
        if (!reference.startsWith("#/")) {
            throw new IllegalArgumentException("The output schema refers to \"" + reference
                    + "\": only references inside of it, such as #/$defs/name, can be sent to this provider");
        }
        if (open.contains(reference)) {
            throw new IllegalArgumentException("The output schema refers to itself at \"" + reference
                    + "\": this provider takes no recursive schemas");
        }
        JsonNode target = root.at(reference.substring(1));
        if (target.isMissingNode()) {
            throw new IllegalArgumentException("The output schema refers to \"" + reference + "\", which is not there");
        }
        open.push(reference);
        JsonNode resolved = copy(target, true);
        open.pop();
        if (resolved instanceof ObjectNode object) {
            node.properties().stream()
                    .filter(field -> Set.of("description", "title").contains(field.getKey()))
                    .forEach(field -> object.set(field.getKey(), field.getValue()));
        }
        return resolved;
    }
}
