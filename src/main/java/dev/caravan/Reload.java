package dev.caravan;

import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Reloads.Outcome;
import dev.caravan.ledger.Reloads.Turn;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/** The command {@code reload}: asks every Caravan on a ledger to read its files again, and tells what each made of it. */
final class Reload {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Duration first;
    private final Duration each;
    private final PrintStream out;
    private final PrintStream err;

    /** @param first how long nobody may begin; @param each how long nothing more may happen after that */
    Reload(Duration first, Duration each, PrintStream out, PrintStream err) {
        this.first = first;
        this.each = each;
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code. */
    int run(String[] options) {
        Voice voice = Voice.of("reload", options, out, err);
        String why = new SimpleCommandLinePropertySource(options).getProperty("why");
        return Properties.read(
                options, environment -> ask(new DataFolder(environment), why == null ? "" : why.strip(), voice));
    }

    private int ask(DataFolder data, String why, Voice voice) {
        try (LedgerDoor door = data.door()) {
            int living = door.living();
            long reload = door.askReload(System.getProperty("user.name", "unknown"), why);
            List<Turn> turns = await(door, reload, living);
            if (turns.isEmpty()) {
                return voice.failed(
                        "No Caravan on " + data.path().toAbsolutePath().normalize()
                                + " has answered within " + first.toSeconds()
                                + " s. One that is just starting does it when it is"
                                + " ready; one that is started later reads the files anyway");
            }
            return tell(reload, turns, living, voice);
        } catch (LedgerException e) {
            return voice.failed(e.getMessage() + ". Nothing was done. --caravan.data=<folder> names another folder");
        }
    }

    /** Until as many have ended their turns as live, or nothing happens any more. */
    private List<Turn> await(LedgerDoor door, long reload, int living) {
        List<Turn> turns = List.of();
        long end = System.nanoTime() + first.toNanos();
        while (System.nanoTime() < end && turns.stream().filter(Reload::isOver).count() < Math.max(1, living)) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            List<Turn> now = door.turns(reload);
            if (!now.equals(turns)) {
                turns = now;
                end = System.nanoTime() + patience(turns).toNanos();
            }
        }
        return turns;
    }

    /** Whoever lives begins soon, once nobody else is at it. */
    private Duration patience(List<Turn> turns) {
        return turns.stream().allMatch(Reload::isOver) ? first : each;
    }

    private static boolean isOver(Turn turn) {
        return turn.outcome() != null;
    }

    private int tell(long reload, List<Turn> turns, int living, Voice voice) {
        List<String> lines = new ArrayList<>();
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Turn turn : turns) {
            lines.add(turn.name() + ": " + words(turn).replace("\n", "\n  "));
            documents.add(document(turn));
        }
        if (turns.size() < living) {
            lines.add(
                    (living - turns.size()) + " of " + living
                            + " nodes did not answer: they have ended, or do it as soon as they can; `status` shows which live");
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("reload", reload);
        document.put("nodes", documents);
        boolean loaded = turns.size() >= living && turns.stream().allMatch(turn -> turn.outcome() == Outcome.LOADED);
        if (loaded) {
            return voice.done(String.join("\n", lines), document);
        }
        if (voice.json()) {
            voice.document(document);
        }
        return voice.failed(String.join("\n", lines));
    }

    private static String words(Turn turn) {
        @Nullable Outcome outcome = turn.outcome();
        if (outcome == null) {
            return "has not come back; its log says why";
        }
        String away = "away for " + turn.down().toMillis() + " ms";
        return switch (outcome) {
            case LOADED -> "runs with the files as they are (" + turn.said() + "; " + away + ")";
            case REFUSED -> "runs on with what it had, because of\n" + turn.said();
            case FELL_BACK -> "runs with the last good copy (" + away + "), because of\n" + turn.said();
        };
    }

    private static Map<String, Object> document(Turn turn) {
        Map<String, Object> document = new LinkedHashMap<>();
        @Nullable Outcome outcome = turn.outcome();
        document.put("node", turn.name());
        document.put("outcome", outcome == null ? "under_way" : outcome.name().toLowerCase(Locale.ROOT));
        document.put("away_ms", turn.down().toMillis());
        document.put("said", turn.said().lines().toList());
        return document;
    }
}
