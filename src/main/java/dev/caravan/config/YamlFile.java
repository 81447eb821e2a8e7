package dev.caravan.config;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** One YAML document whose values know their lines. Nothing in it is ever turned into an object of its choosing. */
public final class YamlFile {
    final String name;
    final Placeholders placeholders;
    final Problems problems;

    private YamlFile(String name, Placeholders placeholders, Problems problems) {
        this.name = name;
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** The mapping at the top of the file; empty, with a problem added, if there is none. */
    public static Optional<YamlMap> read(Path path, Placeholders placeholders, Problems problems) {
        return ConfigText.read(path, problems)
                .flatMap(text -> of(ConfigText.display(path), text, placeholders, problems));
    }

    /** The same of a text that was read by now. @param name what stands for the file in problems */
    public static Optional<YamlMap> of(String name, String text, Placeholders placeholders, Problems problems) {
        return new YamlFile(name, placeholders, problems).parse(text);
    }

    private Optional<YamlMap> parse(String text) {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                return Optional.of(new YamlMap(this, Trail.TOP, line(mapping), mapping));
            }
            problems.add(name, root == null ? 0 : line(root), "Expected keys and values (key: value)");
        } catch (MarkedYAMLException e) {
            problems.add(name, line(e.getProblemMark()), "YAML error: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(name, 0, "YAML error: " + e.getMessage());
        }
        return Optional.empty();
    }

    static int line(Node node) {
        return line(node.getStartMark());
    }

    private static int line(@Nullable Mark mark) {
        return mark == null ? 0 : mark.getLine() + 1;
    }
}
