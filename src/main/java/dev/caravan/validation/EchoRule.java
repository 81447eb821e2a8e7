package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.Task;
import java.util.Map;
import java.util.TreeMap;

/** Fields of the answer that must repeat a field of the input: an answer on the wrong record is never published. */
final class EchoRule {
    private final Map<String, String> echo;

    EchoRule(Map<String, String> echo) {
        this.echo = new TreeMap<>(echo);
        this.echo.values().removeIf(Task.Output.NONCE::equals);
    }

    boolean needsInput() {
        return !echo.isEmpty();
    }

    void check(JsonNode answer, CanonicalRecord input, Findings findings) {
        echo.forEach((field, inputField) -> {
            JsonNode given = answer.path(field);
            boolean said = findings.has("schema.required", field) || findings.has("schema.type", "");
            if (given.isMissingNode() && said) {
                return;
            }
            String expected = input.text(inputField).orElse("");
            String text = given.isTextual() ? given.textValue() : given.isMissingNode() ? "" : given.toString();
            if (!text.equals(expected)) {
                findings.add(
                        "echo",
                        field,
                        "must repeat the input's " + inputField + " \"" + expected + "\", but is \"" + text + "\"");
            }
        });
    }
}
