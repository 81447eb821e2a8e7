package dev.caravan.intake.text;

import dev.caravan.intake.JsonFields;
import java.io.StringReader;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML between a first line {@code ---} and the next. Its single values are fields, as the text that stands there; lists and
 * mappings are left out. What is no mapping, or has a key twice, is no front matter but text.
 *
 * @param text what follows it, or everything
 */
record FrontMatter(Map<String, Object> fields, String text) {
    private static final int MAX_CHARS = 1 << 16;
    private static final int MAX_NAME = 200;
    private static final int MAX_DEPTH = 20;

    static FrontMatter none(String whole) {
        return new FrontMatter(Map.of(), whole);
    }

    static FrontMatter of(String whole) {
        int start = whole.startsWith("---") ? lineAfter(whole, 0) : -1;
        if (start < 0 || !whole.substring(0, start).isBlank() && !isFence(whole, 0)) {
            return none(whole);
        }
        for (int line = start; line >= 0 && line - start <= MAX_CHARS; line = lineAfter(whole, line)) {
            if (isFence(whole, line)) {
                Map<String, Object> fields = fields(whole.substring(start, line));
                int rest = lineAfter(whole, line);
                return fields == null ? none(whole) : new FrontMatter(fields, rest < 0 ? "" : whole.substring(rest));
            }
        }
        return none(whole);
    }

    /** Where the next line begins; -1 if this is the last. */
    private static int lineAfter(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? -1 : end + 1;
    }

    private static boolean isFence(String text, int from) {
        int end = text.indexOf('\n', from);
        return text.substring(from, end < 0 ? text.length() : end)
                .stripTrailing()
                .equals("---");
    }

    private static @org.jspecify.annotations.Nullable Map<String, Object> fields(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        Map<String, Object> fields = new TreeMap<>();
        try {
            Node node = new Yaml(options).compose(new StringReader(yaml));
            if (node == null) {
                return fields;
            }
            if (!(node instanceof MappingNode mapping)) {
                return null;
            }
            for (NodeTuple entry : mapping.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)
                        || fields.containsKey(key.getValue())
                        || !isName(key.getValue())) {
                    return null;
                }
                if (entry.getValueNode() instanceof ScalarNode value) {
                    fields.put(key.getValue(), value.getTag().equals(Tag.NULL) ? JsonFields.NULL : value.getValue());
                }
            }
        } catch (YAMLException notFrontMatter) {
            return null;
        }
        return fields;
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= MAX_NAME && name.chars().noneMatch(Character::isISOControl);
    }
}
