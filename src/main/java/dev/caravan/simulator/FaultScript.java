package dev.caravan.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a fault script strictly: a key that would do nothing is refused, with the allowed ones named. */
final class FaultScript {
    private static final Set<String> CALLS = Set.of(
            "files.create",
            "files.list",
            "files.get",
            "files.content",
            "files.delete",
            "batches.create",
            "batches.list",
            "batches.get",
            "batches.cancel",
            "models.list");
    private static final Map<String, Set<String>> CALL_ACTIONS = Map.of(
            "status", Set.of("status", "headers", "body", "when"),
            "lose-reply", Set.of(),
            "lose-request", Set.of(),
            "delay", Set.of("ms"),
            "hang", Set.of("ms", "when"),
            "truncate", Set.of("bytes", "how"));
    private static final Map<String, Set<String>> BATCH_ACTIONS = Map.of(
            "expire", Set.of("fraction"),
            "cancel", Set.of("fraction"),
            "fail", Set.of("code", "message"),
            "stay", Set.of("polls", "status"));
    private static final Set<String> REQUIRED = Set.of("status:status", "delay:ms", "truncate:bytes", "stay:polls");

    private FaultScript() {}

    static List<FaultRule> read(JsonNode script) {
        if (!script.isArray()) {
            throw ApiException.badRequest("A fault script is a JSON list of rules.", null, null);
        }
        List<FaultRule> rules = new ArrayList<>();
        for (JsonNode rule : script) {
            check(rule, "rule " + (rules.size() + 1));
            rules.add(new FaultRule(rule));
        }
        return rules;
    }

    private static void check(JsonNode rule, String where) {
        String on = rule.path("on").asText();
        Set<String> subjects = union(CALLS, Set.of("line", "batch"));
        oneOf(on, subjects, where, "on");
        String action = rule.path("do").asText();
        Set<String> own = Set.of();
        if (on.equals("line")) {
            oneOf(action, Twist.names(), where, "do");
        } else {
            Map<String, Set<String>> actions = on.equals("batch") ? BATCH_ACTIONS : CALL_ACTIONS;
            oneOf(action, actions.keySet(), where, "do");
            own = actions.getOrDefault(action, Set.of());
        }
        known(rule, union(Set.of("on", "match", "times", "do"), own), where);
        known(
                rule.path("match"),
                on.equals("line") ? Set.of("contains", "customId", "percent") : Set.of("contains"),
                where + ", match");
        for (String key : own) {
            if (REQUIRED.contains(action + ":" + key) && !rule.has(key)) {
                throw refused(where, "\"do\": \"%s\" needs the key \"%s\"".formatted(action, key));
            }
        }
        FaultValues.check(rule, where);
    }

    private static void known(JsonNode object, Set<String> allowed, String where) {
        for (String key : Json.names(object)) {
            oneOf(key, allowed, where, "key");
        }
    }

    private static void oneOf(String value, Set<String> allowed, String where, String what) {
        if (!allowed.contains(value)) {
            throw refused(
                    where,
                    "unknown %s \"%s\". Allowed: %s".formatted(what, value, String.join(", ", new TreeSet<>(allowed))));
        }
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    static ApiException refused(String where, String why) {
        return ApiException.badRequest(
                "Fault script refused, nothing changed: %s: %s.".formatted(where, why), null, null);
    }
}
