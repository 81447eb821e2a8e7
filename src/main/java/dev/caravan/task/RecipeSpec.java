package dev.caravan.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of a recipe: enough to render its prompts and to judge its answers after the files have moved on. What may
 * change without a new version (sample size, attempts) is not in its JSON: see {@link #with}.
 */
public record RecipeSpec(Task.Prompt prompt, Task.Output output, Task.Review review) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    private static final int DEFAULT_ATTEMPTS = 3;

    public static RecipeSpec of(Task task) {
        return new RecipeSpec(task.prompt(), task.output(), task.review());
    }

    /** The same recipe with the review sample and attempts of today. */
    public RecipeSpec with(Task.Review today) {
        return new RecipeSpec(
                prompt, output, new Task.Review(review.when(), today.samplePercent(), today.afterAttempts()));
    }

    /** Compact JSON; equal content, equal text. */
    public String toJson() {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode asked =
                root.putObject("prompt").put("system", prompt.system()).put("user", prompt.user());
        if (prompt.whole() != null) {
            asked.put("whole", prompt.whole());
        }
        ObjectNode rules = root.putObject("output");
        rules.set("schema", schemaNode(output.schema()));
        rules.put("schema-version", output.schemaVersion());
        ObjectNode echo = rules.putObject("echo");
        new TreeMap<>(output.echo()).forEach(echo::put);
        rules.put("reject-html", output.texts().html() == Task.Html.REJECT)
                .put("max-chars", output.texts().maxChars())
                .put("lenient", output.lenientFences());
        // What a later release added is written only where it is used: recipes made before keep their hash.
        if (output.texts().html() == Task.Html.SANITIZE) {
            rules.put("sanitize-html", true);
        }
        put(rules, "languages", output.texts().languages());
        put(rules, "forbidden", output.texts().forbidden());
        put(rules, "rules", output.rules());
        if (!output.among().isEmpty()) {
            ObjectNode among = rules.putObject("among");
            new TreeMap<>(output.among()).forEach(among::put);
        }
        root.put("review-when", review.when());
        return root.toString();
    }

    /** The inverse of {@link #toJson}, with no sample. */
    public static RecipeSpec fromJson(String json) {
        JsonNode root = parse(json);
        JsonNode rules = root.required("output");
        var echo = new TreeMap<String, String>();
        rules.required("echo")
                .fields()
                .forEachRemaining(
                        field -> echo.put(field.getKey(), field.getValue().textValue()));
        var among = new TreeMap<String, String>();
        rules.path("among")
                .fields()
                .forEachRemaining(
                        field -> among.put(field.getKey(), field.getValue().textValue()));
        JsonNode schema = rules.required("schema");
        JsonNode prompt = root.required("prompt");
        return new RecipeSpec(
                new Task.Prompt(
                        prompt.required("system").textValue(),
                        prompt.required("user").textValue(),
                        prompt.path("whole").textValue()),
                new Task.Output(
                        schema.isNull() ? null : schema.toString(),
                        rules.required("schema-version").intValue(),
                        echo,
                        among,
                        new Task.Texts(
                                html(rules),
                                rules.required("max-chars").intValue(),
                                texts(rules, "languages"),
                                texts(rules, "forbidden")),
                        texts(rules, "rules"),
                        rules.required("lenient").booleanValue()),
                new Task.Review(root.required("review-when").textValue(), 0, DEFAULT_ATTEMPTS));
    }

    private static void put(ObjectNode rules, String key, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(rules.putArray(key)::add);
        }
    }

    private static List<String> texts(JsonNode rules, String key) {
        List<String> texts = new ArrayList<>();
        rules.path(key).forEach(one -> texts.add(one.textValue()));
        return List.copyOf(texts);
    }

    private static Task.Html html(JsonNode rules) {
        if (rules.required("reject-html").booleanValue()) {
            return Task.Html.REJECT;
        }
        return rules.has("sanitize-html") ? Task.Html.SANITIZE : Task.Html.ALLOW;
    }

    private static JsonNode schemaNode(@Nullable String schema) {
        return schema == null ? JSON.nullNode() : parse(schema);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Not the body of a recipe: " + e.getOriginalMessage(), e);
        }
    }
}
