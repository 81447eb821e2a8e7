package dev.caravan.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A mapping in a YAML file, keys in their order. Duplicate keys and keys that are no text are problems. */
public final class YamlMap {
    private final YamlFile file;
    private final Trail trail;
    private final int line;
    private final @Nullable MappingNode node;
    private final Map<String, YamlValue> values = new LinkedHashMap<>();

    /** @param line where it would stand if there is no node */
    YamlMap(YamlFile file, Trail trail, int line, @Nullable MappingNode node) {
        this.file = file;
        this.trail = trail;
        this.line = node == null ? line : YamlFile.line(node);
        this.node = node;
        if (node != null) {
            node.getValue().forEach(this::add);
        }
    }

    private void add(NodeTuple tuple) {
        Node key = tuple.getKeyNode();
        int keyLine = YamlFile.line(key);
        if (!(key instanceof ScalarNode scalar)) {
            file.problems.add(file.name, keyLine, "A key that is not plain text");
            return;
        }
        YamlValue value = new YamlValue(file, trail.to(scalar.getValue()), keyLine, tuple.getValueNode());
        YamlValue first = values.putIfAbsent(scalar.getValue(), value);
        if (first != null) {
            file.problems.add(
                    file.name,
                    keyLine,
                    "Duplicate key \"" + scalar.getValue() + "\"",
                    "It already stands in line " + first.line());
        }
    }

    /**
     * The value under a key; one that is not there answers with defaults, or adds a problem where it is required. In a
     * mapping that is missing itself nothing is required: that one problem is enough.
     */
    public YamlValue get(String key) {
        YamlValue value = values.get(key);
        return value == null ? YamlValue.missing(file, trail.to(key), line, node != null) : value;
    }

    /** Whether the key stands there, with a value or with none. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** All values by key, which people chose, in the order of the file. One with nothing behind it is a problem. */
    public Map<String, YamlValue> values() {
        ask(new Question.AnyKey());
        values.forEach((key, value) -> value.wanted("There is nothing behind \"" + key + "\""));
        return Collections.unmodifiableMap(values);
    }

    /** Refuses keys of a later release: they would have no effect, which nobody may find out by losing money or data. */
    public void notYet(String... keys) {
        for (String key : keys) {
            YamlValue value = values.remove(key);
            if (value != null) {
                value.notYet("\"" + key + "\"");
            }
        }
    }

    /** Adds a problem for every key but these. */
    public void allow(String... keys) {
        List<String> allowed = List.of(keys);
        ask(new Question.Keys(allowed));
        values.forEach((key, value) -> {
            if (!allowed.contains(key)) {
                value.problem("Unknown key \"" + key + "\"", Suggestion.allowed(key, allowed));
            }
        });
    }

    /** The mapping as the value of a key that stands where it begins. */
    public YamlValue asValue() {
        return node == null ? YamlValue.missing(file, trail, line, false) : new YamlValue(file, trail, line, node);
    }

    private void ask(Question question) {
        file.problems.asked(file.name, trail, node != null, question);
    }

    public String file() {
        return file.name;
    }

    /** Where the mapping begins, or should. */
    public int line() {
        return line;
    }
}
