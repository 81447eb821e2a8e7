package dev.caravan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where values stand in JSON: names joined by dots; {@code []} behind a name stands for each item of its list. */
public final class ValuePath {
    private static final Pattern STEP = Pattern.compile("([^\\s.\\[\\]\"'\\p{Cntrl}]{1,100})(\\[])?");

    private record Step(String name, boolean each) {}

    private final List<Step> steps;

    private ValuePath(List<Step> steps) {
        this.steps = steps;
    }

    /** @throws IllegalArgumentException if it is none, with the reason */
    public static ValuePath parse(String text) {
        List<Step> steps = new ArrayList<>();
        for (String part : text.split("\\.", -1)) {
            Matcher step = STEP.matcher(part);
            if (!step.matches()) {
                throw new IllegalArgumentException("\"" + part + "\" is neither a name nor a name with []");
            }
            steps.add(new Step(String.valueOf(step.group(1)), step.group(2) != null));
        }
        return new ValuePath(List.copyOf(steps));
    }

    /** The top-level field that it begins with. */
    public String field() {
        return steps.get(0).name();
    }

    /** Visits every value there, with its place such as {@code tags[0].name}. What is missing or null is not there. */
    public void each(JsonNode root, BiConsumer<String, JsonNode> visit) {
        each(root, 0, "", visit);
    }

    private void each(JsonNode node, int at, String place, BiConsumer<String, JsonNode> visit) {
        if (node.isMissingNode() || node.isNull()) {
            return;
        }
        if (at == steps.size()) {
            visit.accept(place, node);
            return;
        }
        Step step = steps.get(at);
        JsonNode value = node.path(step.name());
        String name = place.isEmpty() ? step.name() : place + "." + step.name();
        if (!step.each()) {
            each(value, at + 1, name, visit);
            return;
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            each(value.get(i), at + 1, name + "[" + i + "]", visit);
        }
    }

    /** Why an answer of this schema never has anything there; empty if it may, or if the schema does not say. */
    Optional<String> against(JsonNode schema) {
        JsonNode node = schema;
        for (Step step : steps) {
            if (!node.path("properties").isObject()) {
                return Optional.empty();
            }
            if (!node.path("properties").has(step.name())) {
                return Optional.of("\"" + step.name() + "\" is not in the output schema");
            }
            node = node.path("properties").path(step.name());
            String type = node.path("type").asText();
            if (step.each() ? !type.isEmpty() && !type.equals("array") : type.equals("array")) {
                return Optional.of("\"" + step.name() + "\" is "
                        + (step.each() ? "no list" : "a list: write " + step.name() + "[] for each of its items"));
            }
            node = step.each() ? node.path("items") : node;
        }
        return Optional.empty();
    }
}
