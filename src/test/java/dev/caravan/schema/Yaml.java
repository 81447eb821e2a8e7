package dev.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML 1.2 as editors see it: what is a number, a Boolean or nothing there is one here; dates and {@code yes} are texts. */
final class Yaml {
    private static final JsonNodeFactory JSON = new ObjectMapper().getNodeFactory();

    private Yaml() {}

    static JsonNode json(String text) {
        Node root =
                new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
        if (root instanceof MappingNode) {
            return of(root);
        }
        throw new IllegalArgumentException("No keys and values: " + text);
    }

    private static JsonNode of(Node node) {
        if (node instanceof MappingNode mapping) {
            ObjectNode map = JSON.objectNode();
            mapping.getValue()
                    .forEach(pair -> map.set(((ScalarNode) pair.getKeyNode()).getValue(), of(pair.getValueNode())));
            return map;
        }
        if (node instanceof SequenceNode sequence) {
            return JSON.arrayNode()
                    .addAll(sequence.getValue().stream().map(Yaml::of).toList());
        }
        String text = ((ScalarNode) node).getValue();
        if (node.getTag().equals(Tag.NULL)) {
            return NullNode.instance;
        }
        if (node.getTag().equals(Tag.BOOL) && text.matches("true|false")) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        if (node.getTag().equals(Tag.INT) && text.matches("-?\\d+")) {
            return JSON.numberNode(new BigInteger(text));
        }
        return node.getTag().equals(Tag.FLOAT) && text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")
                ? JSON.numberNode(new BigDecimal(text))
                : JSON.textNode(text);
    }
}
