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
    private static final String SHORT_FOR_NONCE = "nonce";

    private final Optional<SchemaFile> schema;
    private final Set<String> inputFields;

    /** @param schema empty if there is none, or none that can be read */
    OutputParts(Optional<SchemaFile> schema, Set<String> inputFields) {
        this.schema = schema;
        this.inputFields = inputFields;
    }

    Task.Output output(YamlMap map) {
        map.allow("schema", "schema-version", "echo", "among", "text", "rules", "lenient");
        return new Task.Output(
                schema.map(SchemaFile::json).orElse(null),
                map.get("schema-version").number(1, 1, Integer.MAX_VALUE),
                echo(map.get("echo")),
                new AmongParts(schema, inputFields).read(map.get("among")),
                TextParts.read(map.get("text").map()),
                rules(map),
                lenient(map.get("lenient")));
    }

    /** {@code echo: nonce} is short for a field of that name. */
    private Map<String, String> echo(YamlValue echo) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (echo.is(SHORT_FOR_NONCE)) {
            nonce(SHORT_FOR_NONCE, fields, echo);
            return fields;
        }
        echo.map()
                .values()
                .forEach((field, value) -> value.text().ifPresent(input -> {
                    if (input.equals(Task.Output.NONCE)) {
                        nonce(field, fields, value);
                        return;
                    }
                    fields.put(field, input);
                    checkField("echo", field, value);
                    if (!inputFields.contains(input)) {
                        value.problem(
                                "Echo of unknown input field \"" + input + "\"",
                                Suggestion.allowed(input, inputFields));
                    }
                }));
        return fields;
    }

    private void nonce(String field, Map<String, String> fields, YamlValue where) {
        if (fields.containsValue(Task.Output.NONCE)) {
            where.problem("Two fields repeat the nonce", "One is enough");
        }
        fields.put(field, Task.Output.NONCE);
        schema.ifPresent(known -> {
            if (!known.fields().contains(field)) {
                where.problem(
                        "\"" + field + "\", which repeats the nonce, is not in the output schema",
                        "Add it as a required text");
            } else {
                known.unfitForNonce(field)
                        .ifPresent(why -> where.problem(
                                "\"" + field + "\", which repeats the nonce, " + why, "Change the output schema"));
            }
        });
    }

    private List<String> rules(YamlMap map) {
        YamlValue where = map.get("rules");
        List<String> rules = where.texts();
        if (!rules.isEmpty() && !map.get("schema").present()) {
            where.problem("Rules without an output schema", "Add output: {schema: …}");
        }
        schema.ifPresent(known -> rules.forEach(rule -> check(rule, known.json(), where)));
        return List.copyOf(rules);
    }

    private void check(String text, String json, YamlValue where) {
        try {
            OutputRule rule = OutputRule.compile(text, json);
            Optional<String> wrong = rule.against(json, inputFields);
            if (wrong.isPresent()) {
                where.problem("The rule \"" + text + "\" can never work: " + wrong.get(), "Compare like with like");
            } else if (rule.fields().isEmpty()) {
                where.problem("The rule \"" + text + "\" looks at no field of the answer", "Name one");
            }
        } catch (IllegalArgumentException e) {
            where.problem(
                    "Can't read the rule \"" + text + "\": " + e.getMessage(),
                    "Write one comparison, such as total >= net or amount == input.amount");
        }
    }

    private static boolean lenient(YamlValue value) {
        return value.present() && value.oneOf("fences", List.of("fences")).equals("fences");
    }

    Task.Review review(YamlMap map) {
        map.allow("when", "sample", "after-attempts", "second");
        YamlValue when = map.get("when");
        Optional<String> expression = when.text();
        expression.ifPresent(text -> checkWhen(text, when));
        return new Task.Review(
                expression.orElse(null),
                map.get("sample").percent(0),
                map.get("after-attempts").number(3, 1, 100),
                map.get("second").bool(false));
    }

    private void checkWhen(String text, YamlValue when) {
        try {
            ReviewRule rule = ReviewRule.compile(text);
            if (schema.isEmpty()) {
                return;
            }
            Set<String> known = schema.get().fields();
            if (known.containsAll(rule.fields())) {
                rule.against(schema.get().json())
                        .ifPresent(wrong -> when.problem(
                                "The condition \"" + text + "\" can never work: " + wrong, "Compare like with like"));
            }
            rule.fields().forEach(field -> checkField("review.when", field, when));
        } catch (IllegalArgumentException e) {
            when.problem(
                    "Can't read the condition \"" + text + "\": " + e.getMessage(),
                    "Write one such as confidence < 0.7, category == \"legal\" or contains(tags, \"escalation\")");
        }
    }

    private void checkField(String key, String field, YamlValue where) {
        schema.map(SchemaFile::fields)
                .filter(known -> !known.contains(field))
                .ifPresent(known -> where.problem(
                        "\"" + field + "\" of " + key + " is not in the output schema",
                        Suggestion.allowed(field, known)));
    }
}
