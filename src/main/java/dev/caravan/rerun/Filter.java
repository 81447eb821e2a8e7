package dev.caravan.rerun;

import dev.caravan.ledger.RecordState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a task go again; null stands for any.
 *
 * @param code of the outcome: {@code schema.enum}, {@code truncated}, …
 * @param promptVersion that the last answer was made with
 * @param model that made the last answer, by the provider's name of it
 * @param from when the last answer was asked for, or the drop was read where there was none; included
 * @param to not included
 * @param earlier only what was made by an earlier prompt, schema or model than today's
 * @param persons also what a person decided
 */
public record Filter(
        String task,
        @Nullable Long drop,
        @Nullable RecordState state,
        @Nullable String code,
        @Nullable Integer promptVersion,
        @Nullable String model,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean earlier,
        boolean persons) {
    /** What a filter can say, by the names that the command line, HTTP and the ledger use. */
    public static final List<String> NAMES =
            List.of("task", "drop", "state", "code", "prompt-version", "model", "from", "to", "earlier", "persons");

    /** Those of them that are said without a value, or with true or false. */
    public static final List<String> FLAGS = List.of("earlier", "persons");

    /** All records of a task. */
    public static Filter of(String task) {
        return new Filter(task, null, null, null, null, null, null, null, false, false);
    }

    /**
     * Reads a filter.
     *
     * @param said the value of a name; null where it is not given
     * @throws IllegalArgumentException saying what is wrong, and what is allowed
     */
    public static Filter of(Function<String, @Nullable String> said) {
        var given = new Said(said);
        String task = given.text("task");
        if (task == null) {
            throw new IllegalArgumentException("task says which task; it must be given");
        }
        Long drop = given.number("drop");
        Long version = given.number("prompt-version");
        return new Filter(
                task,
                drop,
                given.state(),
                given.text("code"),
                version == null ? null : Math.toIntExact(Math.min(version, Integer.MAX_VALUE)),
                given.text("model"),
                given.time("from"),
                given.time("to"),
                given.flag("earlier"),
                given.flag("persons"));
    }

    /** The inverse of {@link #of(Function)}, in the order of {@link #NAMES}. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        put(map, "task", task);
        put(map, "drop", drop);
        put(map, "state", state == null ? null : state.name().toLowerCase(Locale.ROOT));
        put(map, "code", code);
        put(map, "prompt-version", promptVersion);
        put(map, "model", model);
        put(map, "from", from);
        put(map, "to", to);
        put(map, "earlier", earlier ? "true" : null);
        put(map, "persons", persons ? "true" : null);
        return map;
    }

    private static void put(Map<String, String> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value.toString());
        }
    }

    /** As the command line would have it. */
    @Override
    public String toString() {
        return toMap().entrySet().stream()
                .map(one -> "--" + one.getKey() + (one.getValue().equals("true") ? "" : "=" + one.getValue()))
                .collect(Collectors.joining(" "));
    }

    private record Said(Function<String, @Nullable String> said) {
        @Nullable
        String text(String name) {
            String text = said.apply(name);
            return text == null || text.isBlank() ? null : text.strip();
        }

        @Nullable
        Long number(String name) {
            String text = text(name);
            if (text != null && !text.matches("[1-9][0-9]{0,17}")) {
                throw new IllegalArgumentException(name + " \"" + text + "\" is no number");
            }
            return text == null ? null : Long.valueOf(text);
        }

        boolean flag(String name) {
            // A flag without a value is an empty text on the command line.
            String text = said.apply(name);
            if (text != null && !List.of("", "true", "false").contains(text.strip())) {
                throw new IllegalArgumentException(name + " \"" + text + "\" is neither true nor false");
            }
            return text != null && !text.strip().equals("false");
        }

        @Nullable
        RecordState state() {
            String text = text("state");
            if (text == null) {
                return null;
            }
            return Arrays.stream(RecordState.values())
                    .filter(state -> state.name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("state \"" + text + "\" is none. Allowed: "
                            + Arrays.stream(RecordState.values())
                                    .map(state -> state.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "))));
        }

        @Nullable
        Instant time(String name) {
            String text = text(name);
            try {
                return text == null
                        ? null
                        : text.length() == 10
                                ? LocalDate.parse(text)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant()
                                : Instant.parse(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        name + " \"" + text + "\" is no time. Write 2026-11-20 (UTC) or 2026-11-20T08:00:00Z", e);
            }
        }
    }
}
