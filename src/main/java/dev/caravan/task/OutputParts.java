package dev.caravan.task;

import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what {@code task.yaml} says about answers: output rules and review. */
final class OutputParts {
    private static final int DEFAULT_CHARS = 20_000;
    private static final int MOST_CHARS = 10_000_000;

    private OutputParts() {}

    /** @param schema empty if there is none, or none that can be read */
    static Task.Output output(YamlMap map, Optional<SchemaFile> schema, Set<String> inputFields) {
        map.allow("schema", "schema-version", "echo", "text", "lenient");
        YamlMap text = map.get("text").map();
        text.allow("html", "max-chars");
        Map<String, String> echo = new LinkedHashMap<>();
        map.get("echo")
                .map()
                .values()
                .forEach((field, value) -> value.text().ifPresent(input -> {
                    echo.put(field, input);
                    schema.ifPresent(known -> checkField("echo", field, known.fields(), value));
                    if (!inputFields.contains(input)) {
                        value.problem(
                                "Echo of unknown input field \"" + input + "\"",
                                Suggestion.allowed(input, inputFields));
                    }
                }));
        return new Task.Output(
                schema.map(SchemaFile::json).orElse(null),
                map.get("schema-version").number(1, 1, Integer.MAX_VALUE),
                echo,
                text.get("html").oneOf("reject", List.of("reject", "allow")).equals("reject"),
                text.get("max-chars").number(DEFAULT_CHARS, 1, MOST_CHARS),
                map.get("lenient").bool(false));
    }

    static Task.Review review(YamlMap map, Optional<SchemaFile> schema) {
        map.allow("when", "sample", "after-attempts", "second");
        YamlValue when = map.get("when");
        Optional<String> expression = when.text();
        expression.ifPresent(text -> checkWhen(text, when, schema));
        return new Task.Review(
                expression.orElse(null),
                map.get("sample").percent(0),
                map.get("after-attempts").number(3, 1, 100),
                map.get("second").bool(false));
    }

    private static void checkWhen(String text, YamlValue when, Optional<SchemaFile> schema) {
        try {
            ReviewRule rule = ReviewRule.compile(text);
            schema.ifPresent(
                    known -> rule.fields().forEach(field -> checkField("review.when", field, known.fields(), when)));
        } catch (IllegalArgumentException e) {
            when.problem(
                    "Can't read the condition \"" + text + "\": " + e.getMessage(),
                    "Write one such as confidence < 0.7, category == \"legal\" or contains(tags, \"escalation\")");
        }
    }

    private static void checkField(String key, String field, Set<String> known, YamlValue where) {
        if (!known.contains(field)) {
            where.problem(
                    "\"" + field + "\" of " + key + " is not in the output schema", Suggestion.allowed(field, known));
        }
    }
}
