package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ranges of the values in a fault rule. */
final class FaultValues {
    private static final Set<String> STAY = Set.of("validating", "in_progress", "finalizing");

    private FaultValues() {}

    static void check(JsonNode rule, String where) {
        integer(rule, "times", 1, Integer.MAX_VALUE, where);
        integer(rule, "status", rule.path("on").asText().equals("batch") ? null : 200, 599, where);
        integer(rule, "ms", 0, 3_600_000, where);
        integer(rule, "calls", 1, 1_000_000, where);
        integer(rule, "bytes", 0, Integer.MAX_VALUE, where);
        integer(rule, "polls", 1, 1_000_000, where);
        number(rule, "fraction", 1, where);
        number(rule.path("match"), "percent", 100, where);
        word(rule, "when", Set.of("before", "after"), where);
        word(rule, "how", Set.of("length", "close"), where);
        if (rule.path("on").asText().equals("batch")) {
            word(rule, "status", STAY, where);
        }
        if (rule.path("do").asText().equals("late") && !rule.has("ms") && !rule.has("calls")) {
            throw FaultScript.refused(where, "\"do\": \"late\" needs the key \"ms\" or \"calls\"");
        }
        if (rule.has("match") && !rule.path("match").isObject()) {
            throw FaultScript.refused(where, "\"match\" must be an object such as {\"contains\": \"T-1001\"}");
        }
        if (rule.has("headers") && !rule.path("headers").isObject()) {
            throw FaultScript.refused(where, "\"headers\" must be an object such as {\"Retry-After\": \"3600\"}");
        }
    }

    private static void integer(JsonNode rule, String key, @Nullable Integer min, int max, String where) {
        JsonNode value = rule.path(key);
        if (min == null || value.isMissingNode()) {
            return;
        }
        if (!value.isIntegralNumber() || value.asLong() < min || value.asLong() > max) {
            throw FaultScript.refused(where, "\"%s\" must be a whole number from %d to %d".formatted(key, min, max));
        }
    }

    private static void number(JsonNode rule, String key, int max, String where) {
        JsonNode value = rule.path(key);
        if (!value.isMissingNode() && (!value.isNumber() || value.asDouble() < 0 || value.asDouble() > max)) {
            throw FaultScript.refused(where, "\"%s\" must be a number from 0 to %d".formatted(key, max));
        }
    }

    private static void word(JsonNode rule, String key, Set<String> allowed, String where) {
        JsonNode value = rule.path(key);
        if (!value.isMissingNode() && !allowed.contains(value.asText())) {
            throw FaultScript.refused(where, "\"%s\" must be one of %s".formatted(key, allowed));
        }
    }
}
