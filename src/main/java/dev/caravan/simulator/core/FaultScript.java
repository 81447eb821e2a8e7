package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a fault script strictly: a key that would do nothing is refused, with the allowed ones named. */
final class FaultScript {
    private static final Map<String, Set<String>> CALL_ACTIONS = Map.of(
            "status", Set.of("status", "headers", "body", "when"),
            "lose-reply", Set.of(),
            "lose-request", Set.of(),
            "delay", Set.of("ms"),
            "late", Set.of("ms", "calls"),
            "hang", Set.of("ms", "when"),
            "truncate", Set.of("bytes", "how"));
    private static final Map<String, Set<String>> BATCH_ACTIONS = Map.of(
            "expire", Set.of("fraction"),
            "cancel", Set.of("fraction"),
            "fail", Set.of("code", "message"),
            "stay", Set.of("polls", "status"));
    private static final Map<String, Set<String>> FILE_ACTIONS =
            Map.of("fail", Set.of("code", "message"), "refuse", Set.of("status", "body"));
    private static final Set<String> REQUIRED = Set.of("status:status", "delay:ms", "truncate:bytes", "stay:polls");

    private final Map<String, Set<String>> callsOf = new TreeMap<>();
    private final Set<String> calls = new TreeSet<>();

    FaultScript(List<Surface> all) {
        for (Surface surface : all) {
            callsOf.put(surface.name(), new TreeSet<>(surface.calls()));
            calls.addAll(surface.calls());
        }
    }

    /** What can go wrong, and where. */
    ObjectNode table() {
        ObjectNode table = Json.object();
        table.set("surfaces", Json.MAPPER.valueToTree(callsOf));
        table.set("call", Json.MAPPER.valueToTree(new TreeSet<>(CALL_ACTIONS.keySet())));
        table.set("batch", Json.MAPPER.valueToTree(new TreeSet<>(BATCH_ACTIONS.keySet())));
        table.set("line", Json.MAPPER.valueToTree(new TreeSet<>(Twist.names())));
        return table;
    }

    List<FaultRule> read(JsonNode script) {
        if (!script.isArray()) {
            throw new ControlException("A fault script is a JSON list of rules.");
        }
        List<FaultRule> rules = new ArrayList<>();
        for (JsonNode rule : script) {
            check(rule, "rule " + (rules.size() + 1));
            rules.add(new FaultRule(rule));
        }
        return rules;
    }

    private void check(JsonNode rule, String where) {
        String on = rule.path("on").asText();
        Set<String> subjects = union(calls, Set.of("line", "batch", "file"));
        oneOf(on, subjects, where, "on");
        String action = rule.path("do").asText();
        Set<String> own = Set.of();
        if (on.equals("line")) {
            oneOf(action, Twist.names(), where, "do");
        } else {
            Map<String, Set<String>> actions = switch (on) {
                case "batch" -> BATCH_ACTIONS;
                case "file" -> FILE_ACTIONS;
                default -> CALL_ACTIONS;
            };
            oneOf(action, actions.keySet(), where, "do");
            own = actions.getOrDefault(action, Set.of());
        }
        known(rule, union(Set.of("on", "match", "times", "do"), own), where);
        known(
                rule.path("match"),
                on.equals("line")
                        ? Set.of("contains", "customId", "percent", "surface")
                        : Set.of("contains", "surface"),
                where + ", match");
        JsonNode surface = rule.path("match").path("surface");
        if (!surface.isMissingNode()) {
            oneOf(surface.asText(), callsOf.keySet(), where + ", match", "surface");
        }
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

    static ControlException refused(String where, String why) {
        return new ControlException("Fault script refused, nothing changed: %s: %s.".formatted(where, why));
    }
}
