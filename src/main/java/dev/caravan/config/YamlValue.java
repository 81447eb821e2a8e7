package dev.caravan.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a YAML file, or the place where one is missing. Reading it as what it is not adds a problem with file and
 * line and gives the fallback, so that reading goes on and finds the next problem.
 */
public final class YamlValue {
    private final YamlFile file;
    private final String key;
    private final int line;
    private final @Nullable Node node;

    private final boolean mayBeRequired;

    YamlValue(YamlFile file, String key, int line, Node node) {
        this(file, key, line, node, true);
    }

    static YamlValue missing(YamlFile file, String key, int line, boolean mayBeRequired) {
        return new YamlValue(file, key, line, null, mayBeRequired);
    }

    private YamlValue(YamlFile file, String key, int line, @Nullable Node node, boolean mayBeRequired) {
        this.file = file;
        this.mayBeRequired = mayBeRequired;
        this.key = key;
        this.line = line;
        this.node = node == null || node.getTag().equals(Tag.NULL) ? null : node;
    }

    /** A stretch of time, {@code 1m..1h}. */
    public record Range(Duration first, Duration longest) {}

    public boolean present() {
        return node != null;
    }

    /** The line of its key, 1-based. */
    public int line() {
        return line;
    }

    public String file() {
        return file.name;
    }

    /** Adds a problem at this value. */
    public void problem(String message, String hint) {
        file.problems.add(file.name, line, message, hint);
    }

    /** Refuses what a later release will know. */
    public void notYet(String what) {
        problem(what + " is not yet supported", "Remove it: it would have no effect");
    }

    /** The same value, but its absence is a problem. */
    public YamlValue required() {
        if (node == null && mayBeRequired) {
            problem("Missing key \"" + key + "\"", "");
        }
        return this;
    }

    /** The scalar with placeholders filled; one that can't be filled is a problem. */
    public Optional<String> text() {
        return raw().flatMap(raw -> {
            file.placeholders
                    .missing(raw)
                    .forEach(name -> problem("${" + name + "} is not set", "Set it in the environment"));
            return file.placeholders.fill(raw);
        });
    }

    public String text(String fallback) {
        return text().orElse(fallback);
    }

    /** The scalar as it stands, placeholders and all. */
    public Optional<String> raw() {
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        wrong("one value");
        return Optional.empty();
    }

    /** The text, which must be one of these. */
    public String oneOf(String fallback, Collection<String> allowed) {
        return typed(
                        text -> allowed.contains(text) ? Optional.of(text) : Optional.empty(),
                        String.join(" or ", allowed))
                .orElse(fallback);
    }

    /** A whole number; both bounds are allowed themselves. */
    public int number(int fallback, int least, int most) {
        return typed(
                        text -> text.matches("-?\\d{1,10}") && inside(Long.parseLong(text), least, most)
                                ? Optional.of(Integer.parseInt(text))
                                : Optional.empty(),
                        "a whole number from " + least + " to " + most)
                .orElse(fallback);
    }

    /** A number that is not negative, such as a price. */
    public double decimal(double fallback) {
        return typed(
                        text -> text.matches("\\d{1,9}(\\.\\d{1,9})?")
                                ? Optional.of(Double.parseDouble(text))
                                : Optional.empty(),
                        "a number such as 0.25")
                .orElse(fallback);
    }

    public boolean bool(boolean fallback) {
        return Boolean.parseBoolean(oneOf(String.valueOf(fallback), List.of("true", "false")));
    }

    /** Bytes, at least 1. */
    public long size(long fallback, long most) {
        return typed(text -> Units.size(text).filter(n -> inside(n, 1, most)), "a size such as 190MB, at most " + most)
                .orElse(fallback);
    }

    /** A large whole number, at least 1; {@code 90_000_000} reads as {@code 90000000}. */
    public long count(long fallback) {
        return typed(
                        text -> text.matches("[1-9][0-9_]{0,17}")
                                ? Optional.of(Long.parseLong(text.replace("_", "")))
                                : Optional.empty(),
                        "a whole number such as 90_000_000")
                .orElse(fallback);
    }

    public Duration duration(Duration fallback) {
        return typed(Units::duration, "a duration such as 500ms, 30s, 15m, 12h or 7d")
                .orElse(fallback);
    }

    public double percent(double fallback) {
        return typed(Units::percent, "a percentage such as 2%").orElse(fallback);
    }

    public Range range(Range fallback) {
        return typed(Units::range, "a range of durations such as 1m..1h").orElse(fallback);
    }

    /** A list of texts; empty if it is not there. */
    public List<String> texts() {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            wrong("a list such as [a, b]");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            new YamlValue(file, key, YamlFile.line(item), item).text().ifPresent(texts::add);
        }
        return texts;
    }

    /** The items of a list, each at its own line; empty if it is not there. */
    public List<YamlValue> items() {
        if (node != null && !(node instanceof SequenceNode)) {
            wrong("a list such as [a, b]");
        }
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream()
                        .map(item -> new YamlValue(file, key, YamlFile.line(item), item))
                        .toList()
                : List.of();
    }

    /** Whether it is a list, and nothing is in it. */
    public boolean isEmptyList() {
        return node instanceof SequenceNode sequence
                && sequence.getValue().stream().allMatch(item -> item.getTag().equals(Tag.NULL));
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Whether it is keys and values. */
    public boolean hasKeys() {
        return node instanceof MappingNode;
    }

    /** A mapping; empty if it is not there. */
    public YamlMap map() {
        if (node == null || node instanceof MappingNode) {
            return new YamlMap(file, line, (MappingNode) node);
        }
        wrong("keys and values");
        return new YamlMap(file, line, null);
    }

    /** Any value as plain Java: String, Boolean, Integer, Long, Double, List or Map. */
    public Optional<Object> plain() {
        try {
            return node == null ? Optional.empty() : Optional.of(PlainValues.of(node));
        } catch (IllegalArgumentException e) {
            problem("Value of \"" + key + "\" is " + e.getMessage(), "");
            return Optional.empty();
        }
    }

    private <T> Optional<T> typed(Function<String, Optional<T>> parser, String expected) {
        return text().flatMap(text -> {
            Optional<T> value = parser.apply(text.strip());
            if (value.isEmpty()) {
                problem("\"" + text + "\" is not allowed for \"" + key + "\"", "Expected " + expected);
            }
            return value;
        });
    }

    private static boolean inside(long value, long least, long most) {
        return value >= least && value <= most;
    }

    private void wrong(String expected) {
        problem("Wrong kind of value for \"" + key + "\"", "Expected " + expected);
    }
}
