package dev.caravan.intake.text;

import dev.caravan.intake.JsonFields;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a YAML mapping without ever making anything of it but text, lists and maps. References to other places are followed
 * as long as what comes of them is small.
 */
final class YamlValues {
    private static final int MAX_NAME = 200;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_VALUES = 5_000;
    private int values;

    /** Its fields; null if this is no mapping, or one that is not taken. */
    static @Nullable Map<String, Object> read(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        try {
            Node node = new Yaml(options).compose(new StringReader(yaml));
            if (node == null) {
                return Map.of();
            }
            return node instanceof MappingNode mapping ? new YamlValues().mapping(mapping, 1) : null;
        } catch (YAMLException notTaken) {
            return null;
        }
    }

    private Object value(Node node, int depth) {
        if (++values > MAX_VALUES || depth > MAX_DEPTH) {
            throw new YAMLException("too much");
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<Object> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(value(item, depth + 1));
            }
            return items;
        }
        boolean isNull = node.getTag().equals(Tag.NULL);
        return isNull ? JsonFields.NULL : ((ScalarNode) node).getValue();
    }

    private Map<String, Object> mapping(MappingNode mapping, int depth) {
        Map<String, Object> fields = new TreeMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key) || !isName(key.getValue())) {
                throw new YAMLException("a key that is no name");
            }
            if (fields.put(key.getValue(), value(entry.getValueNode(), depth + 1)) != null) {
                throw new YAMLException("a key that comes twice");
            }
        }
        return fields;
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= MAX_NAME && name.chars().noneMatch(Character::isISOControl);
    }
}
