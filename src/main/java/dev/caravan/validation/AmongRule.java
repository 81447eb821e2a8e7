package dev.caravan.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.ValuePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Values of the answer that must be one of those that the input offers: a label that nobody asked for is not taken. */
final class AmongRule {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAMED = 10;

    private record Pair(ValuePath answer, ValuePath input, String inputText) {}

    private final List<Pair> pairs = new ArrayList<>();

    /** @param among path of the answer → path of the input */
    AmongRule(Map<String, String> among) {
        new TreeMap<>(among)
                .forEach(
                        (answer, input) -> pairs.add(new Pair(ValuePath.parse(answer), ValuePath.parse(input), input)));
    }

    boolean needsInput() {
        return !pairs.isEmpty();
    }

    void check(JsonNode answer, CanonicalRecord input, Findings findings) {
        if (pairs.isEmpty()) {
            return;
        }
        JsonNode given = parse(input);
        for (Pair pair : pairs) {
            if (findings.isUnfit(pair.answer().field())) {
                continue;
            }
            Set<String> allowed = new LinkedHashSet<>();
            pair.input().each(given, (place, value) -> allowed.add(value.asText()));
            pair.answer().each(answer, (place, value) -> {
                if (!value.isValueNode() || !allowed.contains(value.asText())) {
                    findings.add("among", place, message(value, pair.inputText(), allowed));
                }
            });
        }
    }

    private static String message(JsonNode value, String where, Set<String> allowed) {
        String text = value.isValueNode() ? "\"" + value.asText() + "\"" : "a list or an object";
        return "must be one of the input's " + where + " ("
                + String.join(", ", allowed.stream().limit(NAMED).toList())
                + (allowed.size() > NAMED ? ", …" : "") + "), but is " + text;
    }

    private static JsonNode parse(CanonicalRecord input) {
        try {
            return JSON.readTree(input.bytes());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Not a canonical record: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Not a canonical record", e);
        }
    }
}
