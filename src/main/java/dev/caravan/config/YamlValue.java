package dev.caravan.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
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
    private final Trail trail;
    private final String key;
    private final int line;
    private final @Nullable Node node;

    private final boolean mayBeRequired;

    YamlValue(YamlFile file, Trail trail, int line, Node node) {
        this(file, trail, trail.step(), line, node, true);
    }

    static YamlValue missing(YamlFile file, Trail trail, int line, boolean mayBeRequired) {
        return new YamlValue(file, trail, trail.step(), line, null, mayBeRequired);
    }

    private YamlValue(YamlFile file, Trail trail, String key, int line, @Nullable Node node, boolean mayBeRequired) {
        this.trail = trail;
        this.file = file;
        this.mayBeRequired = mayBeRequired;
        this.key = key;
        this.line = line;
        this.node = node == null || node.getTag().equals(Tag.NULL) ? null : node;
    }

    private static final String WHOLE = "-?\\d{1,10}";
    private static final String DECIMAL = "\\d{1,9}(\\.\\d{1,9})?";
    private static final String COUNT = "[1-9][0-9_]{0,17}";

    /** A stretch of time, {@code 1m..1h}. */
    public record Range(Duration first, Duration longest) {}

    public boolean present() {
        ask(new Question.Present());
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
        ask(new Question.Required());
        if (node == null && mayBeRequired) {
            problem("Missing key \"" + key + "\"", "");
        }
        return this;
    }

    /** Adds a problem if somebody wrote what it is for and nothing else. */
    void wanted(String message) {
        if (node == null) {
            problem(message, "Write what belongs there, or remove it");
        }
    }

    /** The scalar with placeholders filled; one that can't be filled is a problem. */
    public Optional<String> text() {
        return scalar(true).flatMap(raw -> {
            file.placeholders
                    .missing(raw)
                    .forEach(name -> problem("${" + name + "} is not set", "Set it in the environment"));
            return file.placeholders.fill(raw);
        });
    }

    public String text(String fallback) {
        ask(new Question.Fallback(fallback));
        return text().orElse(fallback);
    }

    /** The scalar as it stands, placeholders and all. */
    public Optional<String> raw() {
        return scalar(false);
    }

    private Optional<String> scalar(boolean filled) {
        ask(new Question.Scalar(filled));
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
        ask(new Question.Words(List.copyOf(allowed), fallback));
        return typed(
                        text -> allowed.contains(text) ? Optional.of(text) : Optional.empty(),
                        String.join(" or ", allowed))
                .orElse(fallback);
    }

    /** Whether the text, which is this value's or of an item of it, is one of these. */
    public boolean among(String text, Collection<String> allowed) {
        file.problems.asked(file.name, about(), node != null, new Question.Words(List.copyOf(allowed), null));
        return allowed.contains(text);
    }

    /** Whether the text, which is this value's or of an item of it, looks as a regular expression says. */
    public boolean fits(String text, String form) {
        file.problems.asked(file.name, about(), node != null, new Question.Form(form));
        return text.matches(form);
    }

    /** Whether the name under which the value stands looks as a regular expression says. */
    public boolean named(String name, String form) {
        if (trail.above() != null) {
            file.problems.asked(file.name, trail.above(), true, new Question.KeyForm(form));
        }
        return name.matches(form);
    }

    /** Whether it is this word, and neither another one nor a list nor keys. */
    public boolean is(String word) {
        ask(new Question.Is(word));
        return node instanceof ScalarNode scalar && scalar.getValue().equals(word);
    }

    private Trail about() {
        return node instanceof SequenceNode ? trail.item(0) : trail;
    }

    private YamlValue item(SequenceNode sequence, int index) {
        Node item = sequence.getValue().get(index);
        var value = new YamlValue(file, trail.item(index), key, YamlFile.line(item), item, true);
        value.wanted("An item of \"" + key + "\" is empty");
        return value;
    }

    private void measured(String kind, String form, Object fallback) {
        ask(new Question.Measured(kind, form, fallback, 0, Long.MAX_VALUE));
    }

    private void ask(Question question) {
        file.problems.asked(file.name, trail, node != null, question);
    }

    /** A whole number; both bounds are allowed themselves. */
    public int number(int fallback, int least, int most) {
        ask(new Question.Measured("number", WHOLE, fallback, least, most));
        return typed(
                        text -> text.matches(WHOLE) && inside(Long.parseLong(text), least, most)
                                ? Optional.of(Integer.parseInt(text))
                                : Optional.empty(),
                        "a whole number from " + least + " to " + most)
                .orElse(fallback);
    }

    /** A number that is not negative, such as a price. */
    public double decimal(double fallback) {
        ask(new Question.Measured("decimal", DECIMAL, fallback, 0, 999_999_999));
        return typed(
                        text -> text.matches(DECIMAL) ? Optional.of(Double.parseDouble(text)) : Optional.empty(),
                        "a number such as 0.25")
                .orElse(fallback);
    }

    public boolean bool(boolean fallback) {
        return Boolean.parseBoolean(oneOf(String.valueOf(fallback), List.of("true", "false")));
    }

    /** Bytes, at least 1. */
    public long size(long fallback, long most) {
        ask(new Question.Measured("size", Units.SIZE.pattern(), fallback, 1, most));
        return typed(text -> Units.size(text).filter(n -> inside(n, 1, most)), "a size such as 190MB, at most " + most)
                .orElse(fallback);
    }

    /** A large whole number, at least 1; {@code 90_000_000} reads as {@code 90000000}. */
    public long count(long fallback) {
        ask(new Question.Measured("count", COUNT, fallback, 1, Long.MAX_VALUE));
        return typed(
                        text -> text.matches(COUNT)
                                ? Optional.of(Long.parseLong(text.replace("_", "")))
                                : Optional.empty(),
                        "a whole number such as 90_000_000")
                .orElse(fallback);
    }

    public Duration duration(Duration fallback) {
        measured("duration", Units.DURATION.pattern(), fallback);
        return typed(Units::duration, "a duration such as 500ms, 30s, 15m, 12h or 7d")
                .orElse(fallback);
    }

    public double percent(double fallback) {
        measured("percent", Units.PERCENT.pattern(), fallback);
        return typed(Units::percent, "a percentage such as 2%").orElse(fallback);
    }

    public Range range(Range fallback) {
        measured("range", Units.DURATION.pattern() + "\\s*\\.\\.\\s*" + Units.DURATION.pattern(), fallback);
        return typed(Units::range, "a range of durations such as 1m..1h").orElse(fallback);
    }

    /** A list of texts; empty if it is not there. */
    public List<String> texts() {
        ask(new Question.Items());
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            wrong("a list such as [a, b]");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            item(sequence, i).text().ifPresent(texts::add);
        }
        return texts;
    }

    /** The items of a list, each at its own line; empty if it is not there. */
    public List<YamlValue> items() {
        ask(new Question.Items());
        if (node != null && !(node instanceof SequenceNode)) {
            wrong("a list such as [a, b]");
        }
        return node instanceof SequenceNode sequence
                ? IntStream.range(0, sequence.getValue().size())
                        .mapToObj(i -> item(sequence, i))
                        .toList()
                : List.of();
    }

    /** Whether it is a list, and nothing is in it. */
    public boolean isEmptyList() {
        return node instanceof SequenceNode sequence
                && sequence.getValue().stream().allMatch(item -> item.getTag().equals(Tag.NULL));
    }

    public boolean isList() {
        ask(new Question.Fork());
        return node instanceof SequenceNode;
    }

    /** Whether it is keys and values. */
    public boolean hasKeys() {
        ask(new Question.Fork());
        return node instanceof MappingNode;
    }

    /** A mapping; empty if it is not there. */
    public YamlMap map() {
        ask(new Question.Mapping());
        if (node == null || node instanceof MappingNode) {
            return new YamlMap(file, trail, line, (MappingNode) node);
        }
        wrong("keys and values");
        return new YamlMap(file, trail, line, null);
    }

    /** Any value as plain Java: String, Boolean, Integer, Long, Double, List or Map. */
    public Optional<Object> plain() {
        ask(new Question.Plain());
        try {
            return node == null ? Optional.empty() : Optional.of(PlainValues.of(node));
        } catch (IllegalArgumentException e) {
            problem("Value of \"" + key + "\" " + e.getMessage(), "");
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
