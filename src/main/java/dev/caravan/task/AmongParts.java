package dev.caravan.task;

import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code output.among}: which values of an answer must be one of those that the input offers. */
final class AmongParts {
    private static final String HOW =
            "Write a path such as labels[].name: names joined by dots, [] for each item of a list";

    private final Optional<SchemaFile> schema;
    private final Set<String> inputFields;

    AmongParts(Optional<SchemaFile> schema, Set<String> inputFields) {
        this.schema = schema;
        this.inputFields = inputFields;
    }

    Map<String, String> read(YamlValue among) {
        Map<String, String> pairs = new LinkedHashMap<>();
        among.map()
                .values()
                .forEach((answer, value) -> value.text().ifPresent(input -> {
                    ValuePath of = path(answer, value);
                    ValuePath in = path(input, value);
                    if (of != null && in != null) {
                        pairs.put(answer, input);
                        check(of, in, value);
                    }
                }));
        return pairs;
    }

    private void check(ValuePath answer, ValuePath input, YamlValue where) {
        schema.flatMap(known -> known.never(answer))
                .ifPresent(why -> where.problem("Nothing can stand at a path of \"among\": " + why, HOW));
        if (!inputFields.contains(input.field())) {
            where.problem(
                    "\"among\" names the unknown input field \"" + input.field() + "\"",
                    Suggestion.allowed(input.field(), inputFields));
        }
    }

    private static @Nullable ValuePath path(String text, YamlValue where) {
        try {
            return ValuePath.parse(text);
        } catch (IllegalArgumentException e) {
            where.problem("\"" + text + "\" of \"among\" is no path: " + e.getMessage(), HOW);
            return null;
        }
    }
}
