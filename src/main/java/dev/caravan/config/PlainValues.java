package dev.caravan.config;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns nodes into plain Java values as JSON would have them: {@code yes} and dates stay text. */
final class PlainValues {
    private static final int MOST_DEPTH = 50;

    private PlainValues() {}

    /** @throws IllegalArgumentException if it is nested deeper than any sane value, contains itself, or has nothing somewhere */
    static Object of(Node node) {
        return of(node, 0);
    }

    private static Object of(Node node, int depth) {
        if (depth > MOST_DEPTH) {
            throw new IllegalArgumentException("is nested too deeply");
        }
        if (node instanceof MappingNode mapping) {
            Map<String, Object> map = new LinkedHashMap<>();
            mapping.getValue()
                    .forEach(tuple -> map.put(
                            String.valueOf(of(tuple.getKeyNode(), depth + 1)), of(tuple.getValueNode(), depth + 1)));
            return map;
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(item -> of(item, depth + 1)).toList();
        }
        return scalar((ScalarNode) node);
    }

    private static Object scalar(ScalarNode node) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.NULL)) {
            throw new IllegalArgumentException("has a key or an item with nothing behind it");
        }
        if (node.getTag().equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        if (node.getTag().equals(Tag.INT) && text.matches("-?\\d{1,18}")) {
            long number = Long.parseLong(text);
            return number == (int) number ? (Object) (int) number : number;
        }
        if (node.getTag().equals(Tag.FLOAT) && text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d{1,3})?")) {
            return new BigDecimal(text);
        }
        return text;
    }
}
