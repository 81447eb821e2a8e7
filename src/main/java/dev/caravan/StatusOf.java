package dev.caravan;

import dev.caravan.batch.Reason;
import dev.caravan.batch.WhyWaiting;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.LedgerReader;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/** The command {@code status} of one batch, drop or record: why it is not further, until when, and what can be done. */
final class StatusOf {
    private static final List<String> KINDS = List.of("batch", "drop", "record");

    private final Voice voice;
    private final Clock clock;

    StatusOf(Voice voice, Clock clock) {
        this.voice = voice;
        this.clock = clock;
    }

    /** Whether one is named. */
    static boolean isWanted(String[] options) {
        var given = new SimpleCommandLinePropertySource(options);
        return KINDS.stream().anyMatch(given::containsProperty);
    }

    /** Returns the exit code. */
    int run(String[] options) {
        var given = new SimpleCommandLinePropertySource(options);
        List<String> named = KINDS.stream().filter(given::containsProperty).toList();
        String kind = named.get(0);
        String value = String.valueOf(given.getProperty(kind)).strip();
        if (named.size() > 1 || !value.matches("\\d{1,18}")) {
            return voice.wrong("says of what: one of --batch=12, --drop=4, --record=17");
        }
        return Properties.read(options, environment -> {
            DataFolder data = new DataFolder(environment);
            try (LedgerReader ledger = data.ledger()) {
                var known = data.known();
                var why = WhyWaiting.beside(ledger, known.models(), known.tasks(), clock);
                return tell(kind, Long.parseLong(value), ledger, why);
            } catch (LedgerException e) {
                return voice.failed(e.getMessage() + ". --caravan.data=<folder> names another folder");
            }
        });
    }

    private int tell(String kind, long id, LedgerReader ledger, WhyWaiting why) {
        Optional<Found> found = switch (kind) {
            case "batch" ->
                ledger.lists().batch(id).map(row -> new Found(row.task(), word(row.state()), why.batch(row)));
            case "drop" ->
                ledger.lists()
                        .drop(id)
                        .map(row -> new Found(row.task(), word(row.drop().state()), why.drop(row)));
            default -> ledger.lists().record(id).map(row -> new Found(row.task(), word(row.state()), why.record(row)));
        };
        if (found.isEmpty()) {
            return voice.failed("The ledger knows no " + kind + " " + id);
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("about", kind + " " + id);
        document.put("task", found.get().task());
        document.put("state", found.get().state());
        document.put("waits", found.get().reasons().stream().map(StatusOf::json).toList());
        String head = kind + " " + id + " of " + found.get().task() + " ("
                + found.get().state() + "): ";
        String lines = found.get().reasons().isEmpty()
                ? "waits for nothing"
                : String.join(
                        System.lineSeparator(),
                        Stream.concat(
                                        Stream.of("is not further, because"),
                                        found.get().reasons().stream().map(StatusOf::line))
                                .toList());
        return voice.done(head + lines, document);
    }

    private record Found(String task, String state, List<Reason> reasons) {}

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String line(Reason reason) {
        return "  " + word(reason.why()) + ": " + reason.text()
                + (reason.until() == null ? "" : ", until " + reason.until())
                + (reason.act().isEmpty() ? "" : ". What helps: " + reason.act());
    }

    private static Map<String, @Nullable Object> json(Reason reason) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("why", word(reason.why()));
        json.put("text", reason.text());
        json.put("until", reason.until() == null ? null : reason.until().toString());
        json.put("act", reason.act());
        return json;
    }
}
