package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.OutputRule;
import java.util.List;

/** Rules over several fields. One of which a field is not what the schema wants says nothing. */
final class CrossRules {
    private final List<OutputRule> rules;

    CrossRules(List<String> rules, String schema) {
        this.rules =
                rules.stream().map(rule -> OutputRule.compile(rule, schema)).toList();
    }

    boolean needInput() {
        return rules.stream().anyMatch(OutputRule::needsInput);
    }

    void check(JsonNode answer, CanonicalRecord input, Findings findings) {
        for (OutputRule rule : rules) {
            if (rule.fields().stream().noneMatch(findings::isUnfit)) {
                rule.broken(answer, input)
                        .ifPresent(message -> findings.add(
                                "rule", rule.fields().stream().findFirst().orElse(""), message));
            }
        }
    }
}
