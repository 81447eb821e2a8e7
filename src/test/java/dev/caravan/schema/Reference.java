package dev.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.config.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Writes the shape of a file as a page of docs/reference. */
final class Reference {
    private final Function<String, String> texts;
    private final List<String> rows = new ArrayList<>();

    Reference(Function<String, String> texts) {
        this.texts = texts;
    }

    String write(ConfigFile file, Shape top, String example) {
        rows(top, "");
        return """
                # %s.yaml

                %s

                Made from the code that reads the file; editors know the same from [`%s.schema.json`](/src/main/resources/schemas/%s.schema.json)
                ([how](../install.md#help-from-editors)). `*` stands for a name that you choose, `[]` for each item of a list.

                ```yaml
                %s```

                | key | what it is | default | meaning |
                |---|---|---|---|
                %s
                """.formatted(
                file.word(), linked(texts.apply("")), file.word(), file.word(), example, String.join("\n", rows));
    }

    private void rows(Shape map, String path) {
        for (String key : map.keys()) {
            String at = Shape.join(path, key);
            if (Texts.isSetting(at)) {
                continue;
            }
            String fallback = map.wants(key)
                    ? "required"
                    : Defaults.json(map, key)
                            .map(Reference::written)
                            .orElse(map.sometimesWants(key) ? "required by some" : "");
            rows.add("| `" + at + "` | " + kind(map.child(key)) + " | " + fallback + " | " + linked(texts.apply(at))
                    + " |");
            below(map.child(key), at);
        }
        if (map.has(Shape.ANY)) {
            below(map, path);
        }
    }

    private void below(Shape shape, String path) {
        if (!shape.keys().isEmpty()) {
            rows(shape, path);
        }
        for (String step : List.of(Shape.ANY, Shape.ITEM)) {
            if (shape.has(step) && shape.keys().isEmpty()) {
                rowsOnly(shape.child(step), Shape.join(path, step));
            }
        }
    }

    private void rowsOnly(Shape shape, String path) {
        if (!shape.keys().isEmpty()) {
            rows(shape, path);
        }
    }

    private static String kind(Shape shape) {
        List<String> kinds = new ArrayList<>();
        shape.instead().forEach(word -> kinds.add("`" + word + "`"));
        if (shape.plain()) {
            kinds.add("anything");
        }
        if (shape.scalar()) {
            kinds.add(scalar(shape));
        }
        if (shape.list()) {
            Shape item = shape.child(Shape.ITEM);
            kinds.add("list of " + kind(item));
        }
        if (shape.mapping()) {
            kinds.add(shape.closed() ? "keys" : "keys of your own");
        }
        return String.join(", or ", kinds);
    }

    private static String scalar(Shape shape) {
        if (shape.words().size() > 30) {
            return "one of " + shape.words().size() + " words, such as `"
                    + shape.words().iterator().next() + "`; the schema has all";
        }
        if (!shape.words().isEmpty()) {
            return "`" + String.join("`, `", shape.words()) + "`";
        }
        for (Shape.Measure measure : shape.measures()) {
            return switch (measure.kind()) {
                case "number" ->
                    "whole number, " + measure.least()
                            + (measure.most() == Integer.MAX_VALUE ? " or more" : " to " + grouped(measure.most()));
                case "count" -> "whole number, 1 or more";
                case "decimal" -> "number, 0 or more";
                case "size" -> "size such as `190MB`, at most " + grouped(measure.most()) + " bytes";
                case "duration" -> "duration such as `500ms`, `30s`, `15m`, `12h`, `7d`";
                case "percent" -> "percentage such as `2%`";
                default -> "range of durations such as `1m..1h`";
            };
        }
        return "text";
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String written(JsonNode value) {
        return "`" + value.asText() + "`";
    }

    static String linked(String text) {
        return text.replaceAll("docs/([a-z/-]+)/README\\.md", "[$1](../$1/README.md)")
                .replaceAll("docs/((?:[a-z-]+/)*)([a-z-]+)\\.md", "[$2](../$1$2.md)")
                .replace("|", "\\|")
                .replaceAll("<([a-z ]+)>", "&lt;$1>");
    }
}
