package dev.caravan.task;

import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@code task.yaml} says about publishing. */
final class PublishParts {
    private static final String SINK = "[a-z0-9][a-z0-9-]{0,62}";
    private static final String FIELD = "[^\\s.,=\"'\\p{Cntrl}]{1,100}";
    private static final String NONE = "none";
    private static final double DEFAULT_MAX_ERROR = 5;

    private final YamlValue answers;
    private final Optional<SchemaFile> schema;
    private final Set<String> inputFields;

    /** @param answers what {@code output.schema} says; @param schema empty if there is none, or none that can be read */
    PublishParts(YamlValue answers, Optional<SchemaFile> schema, Set<String> inputFields) {
        this.answers = answers;
        this.schema = schema;
        this.inputFields = inputFields;
    }

    Task.Publish read(YamlMap map) {
        map.allow("to", "fields", "otherwise", "rejects", "gate", "max-error", "reviewer");
        Gate gate = gate(map.get("gate"));
        YamlValue to = map.get("to").required();
        Map<String, String> fields = fields(map.get("fields"));
        Map<String, Outlet> outlets = new LinkedHashMap<>();
        for (YamlValue item : to.items()) {
            add(item.hasKeys() ? ruled(item, fields) : plain(item, fields), item, outlets);
        }
        if (to.present() && outlets.isEmpty()) {
            to.problem("No sink to publish to", "Name at least one: each is a route sink-<name>");
        }
        otherwise(map.get("otherwise"), fields, to, outlets);
        return new Task.Publish(
                List.copyOf(outlets.values()),
                rejects(map.get("rejects"), outlets),
                gate,
                maxError(map.get("max-error"), gate),
                map.get("reviewer").bool(false));
    }

    private static Gate gate(YamlValue value) {
        List<String> words = Arrays.stream(Gate.values()).map(Gate::word).toList();
        String word = value.oneOf(Gate.AUTO.word(), words);
        return Gate.values()[words.indexOf(word)];
    }

    private static double maxError(YamlValue value, Gate gate) {
        if (value.present() && gate != Gate.AFTER_SAMPLE) {
            value.problem(
                    "\"max-error\" has no effect without gate: " + Gate.AFTER_SAMPLE.word(),
                    "It says how much of a sample may be wrong; remove it, or set that gate");
        }
        return gate == Gate.AFTER_SAMPLE ? value.percent(DEFAULT_MAX_ERROR) : 0;
    }

    private static void add(Optional<Outlet> outlet, YamlValue where, Map<String, Outlet> outlets) {
        outlet.ifPresent(one -> {
            Outlet before = outlets.putIfAbsent(one.sink(), one);
            if (before != null && !before.equals(one)) {
                where.problem(
                        "Sink \"" + one.sink() + "\" stands twice in publish",
                        "Join its conditions with ||; a record goes to a sink once");
            }
        });
    }

    private static Optional<Outlet> plain(YamlValue name, Map<String, String> fields) {
        return sink(name).map(sink -> new Outlet(sink, null, false, fields));
    }

    private Optional<Outlet> ruled(YamlValue entry, Map<String, String> fields) {
        YamlMap map = entry.map();
        map.allow("sink", "when", "fields");
        YamlValue when = map.get("when");
        Optional<String> rule = when.text();
        rule.ifPresent(text -> checkRule(text, when));
        Map<String, String> own = map.get("fields").present() ? fields(map.get("fields")) : fields;
        return sink(map.get("sink").required()).map(sink -> new Outlet(sink, rule.orElse(null), false, own));
    }

    private static Optional<String> sink(YamlValue value) {
        Optional<String> sink = value.text();
        sink.filter(name -> !value.fits(name, SINK))
                .ifPresent(name -> value.problem(
                        "\"" + name + "\" can't be the name of a sink", "Use lower-case letters, digits and -"));
        return sink;
    }

    /** Where every entry has a condition somebody must say what becomes of the rest: nothing is dropped by oversight. */
    private static void otherwise(
            YamlValue value, Map<String, String> fields, YamlValue to, Map<String, Outlet> outlets) {
        boolean allRuled = !outlets.isEmpty() && outlets.values().stream().noneMatch(Outlet::takesAll);
        if (!value.present()) {
            if (allRuled) {
                to.problem(
                        "Every sink of publish.to has a condition, so records that match none have no place to go",
                        "Add otherwise: <sink> for them, or otherwise: none to publish them nowhere");
            }
        } else if (!allRuled) {
            value.problem(
                    "\"otherwise\" has no effect: a sink without a condition gets every record",
                    "Remove it, or give every entry of publish.to a condition");
        } else if (!value.text("").equals(NONE)) {
            add(sink(value).map(sink -> new Outlet(sink, null, true, fields)), value, outlets);
        }
    }

    private static @Nullable String rejects(YamlValue value, Map<String, Outlet> outlets) {
        Optional<String> sink = sink(value);
        sink.filter(outlets::containsKey)
                .ifPresent(name -> value.problem(
                        "Sink \"" + name + "\" of publish.rejects gets valid results, too",
                        "Give what is rejected a sink of its own, or nobody there can tell them apart"));
        return sink.orElse(null);
    }

    private void checkRule(String text, YamlValue when) {
        try {
            ReviewRule rule = ReviewRule.compile(text);
            rule.fields().forEach(field -> checkAnswerField("publish.to.when", field, when));
        } catch (IllegalArgumentException e) {
            when.problem(
                    "Can't read the condition \"" + text + "\": " + e.getMessage(),
                    "Write one such as category == \"legal\" or contains(tags, \"escalation\")");
        }
    }

    /** {@code [a, b]} keeps names, {@code {new: old}} gives new ones. */
    private Map<String, String> fields(YamlValue value) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (value.hasKeys()) {
            value.map().values().forEach((name, source) -> source.text().ifPresent(from -> fields.put(name, from)));
        } else {
            value.texts().forEach(name -> fields.put(afterDot(name), name));
        }
        if (value.present() && fields.isEmpty()) {
            value.problem("\"fields\" chooses nothing", "Name fields of the answer, or input.<field>");
        }
        for (Map.Entry<String, String> field : fields.entrySet()) {
            check(field.getKey(), field.getValue(), value);
        }
        return fields;
    }

    private static String afterDot(String source) {
        return source.startsWith(Outlet.INPUT) ? source.substring(Outlet.INPUT.length()) : source;
    }

    private void check(String name, String source, YamlValue where) {
        if (!name.matches(FIELD)) {
            where.problem(
                    "\"" + name + "\" can't be the name of a field at a sink",
                    "Use a name without dots, commas, quotes, = and blanks: name: " + source);
        }
        if (source.startsWith(Outlet.INPUT)) {
            String field = source.substring(Outlet.INPUT.length());
            if (!inputFields.contains(field)) {
                List<String> allowed = new ArrayList<>(new LinkedHashSet<>(inputFields));
                where.problem(
                        "Unknown input field \"" + field + "\" in publish.fields", Suggestion.allowed(field, allowed));
            }
        } else {
            checkAnswerField("publish.fields", source, where);
        }
    }

    private void checkAnswerField(String key, String field, YamlValue where) {
        if (!answers.present()) {
            where.problem(
                    "\"" + field + "\" of " + key + " needs an output schema, and the task has none",
                    "Only input.<field> can be chosen where answers have no schema");
        }
        schema.map(SchemaFile::fields)
                .filter(known -> !known.contains(field))
                .ifPresent(known -> where.problem(
                        "\"" + field + "\" of " + key + " is not in the output schema",
                        Suggestion.allowed(field, known)));
    }
}
