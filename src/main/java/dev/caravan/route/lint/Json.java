package dev.caravan.route.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML as JSON, for schemas. */
final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    static JsonNode of(Value value) {
        if (value.isMap()) {
            ObjectNode object = NODES.objectNode();
            value.fields().forEach(field -> object.set(field.name(), of(field.value())));
            return object;
        }
        if (value.node() instanceof SequenceNode) {
            ArrayNode array = NODES.arrayNode();
            value.items().forEach(item -> array.add(of(item)));
            return array;
        }
        Tag tag = value.node().getTag();
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(value.text()));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(value.text());
        }
        return tag.equals(Tag.NULL) ? NODES.nullNode() : NODES.textNode(value.text());
    }

    private static JsonNode number(String text) {
        try {
            return NODES.numberNode(new BigDecimal(text));
        } catch (NumberFormatException otherNotation) {
            return NODES.textNode(text);
        }
    }
}
