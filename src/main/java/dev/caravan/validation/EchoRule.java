package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.task.CanonicalRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fields of the answer that must repeat a field of the input: an answer on the wrong record is never published. */
final class EchoRule {
    private final Map<String, String> echo;

    EchoRule(Map<String, String> echo) {
        this.echo = new TreeMap<>(echo);
    }

    Optional<Verdict> check(JsonNode answer, CanonicalRecord input) {
        for (Map.Entry<String, String> rule : echo.entrySet()) {
            String expected = input.text(rule.getValue()).orElse("");
            JsonNode given = answer.path(rule.getKey());
            String text = given.isTextual() ? given.textValue() : given.isMissingNode() ? "" : given.toString();
            if (!text.equals(expected)) {
                return Optional.of(Verdict.invalid(
                        "echo",
                        rule.getKey() + ": must repeat the input's " + rule.getValue() + " \"" + expected
                                + "\", but is \"" + text + "\""));
            }
        }
        return Optional.empty();
    }
}
