package dev.caravan;

import dev.caravan.batch.Pausing;
import dev.caravan.batch.Pausing.Wanted;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.ledger.Pauses.Paused;
import dev.caravan.ledger.Pauses.What;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/** The commands {@code pause} and {@code resume}: written into the ledger at once, whether a Caravan runs on it or not. */
final class PauseCommand {
    private static final String EXAMPLES =
            "one of --provider=openai, --credential=openai, --model=gpt-5-mini, --task=triage-tickets";

    private final boolean resumes;
    private final PrintStream out;
    private final PrintStream err;

    PauseCommand(boolean resumes, PrintStream out, PrintStream err) {
        this.resumes = resumes;
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code. */
    int run(String[] options) {
        Voice voice = Voice.of(resumes ? "resume" : "pause", options, out, err);
        var given = new SimpleCommandLinePropertySource(options);
        List<What> named = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            String value = given.getProperty(kind.word());
            if (value != null && !value.isBlank()) {
                named.add(new What(kind, value.strip()));
            }
        }
        if (named.size() != 1) {
            return voice.wrong("says what: " + EXAMPLES);
        }
        String silent = given.getProperty("silent");
        if (silent != null && !List.of("", "true", "false").contains(silent.toLowerCase(Locale.ROOT))) {
            return voice.wrong("--silent is said or not, it has no value \"" + silent + "\"");
        }
        Wanted wanted = new Wanted(
                named.get(0),
                silent != null && !silent.equalsIgnoreCase("false"),
                given.getProperty("why"),
                given.getProperty("for"),
                given.getProperty("until"));
        return Properties.read(options, environment -> with(wanted, new DataFolder(environment), voice));
    }

    private int with(Wanted wanted, DataFolder data, Voice voice) {
        String actor = System.getProperty("user.name", "unknown");
        try (LedgerDoor door = data.door()) {
            var known = data.known();
            List<String> tasks = new ArrayList<>(known.tasks().byName().keySet());
            tasks.addAll(door.tasks());
            var pausing = new Pausing(door.pauses(), known.models(), () -> tasks, Clock.systemUTC());
            return resumes ? resume(wanted, pausing, actor, voice) : pause(wanted, pausing, actor, voice);
        } catch (IllegalArgumentException e) {
            return voice.wrong(String.valueOf(e.getMessage()));
        } catch (LedgerException e) {
            return voice.failed(e.getMessage() + ". Nothing was done. --caravan.data=<folder> names another folder");
        }
    }

    private static int pause(Wanted wanted, Pausing pausing, String actor, Voice voice) {
        Paused paused = pausing.pause(wanted, actor);
        Map<String, @Nullable Object> document = document(paused.pause());
        document.put("state", paused.came().name().toLowerCase(Locale.ROOT));
        return voice.done(Pausing.words(wanted.what()) + ": " + Pausing.said(paused), document);
    }

    private static int resume(Wanted wanted, Pausing pausing, String actor, Voice voice) {
        Optional<Pause> resumed = pausing.resume(wanted.what(), actor, wanted.why());
        if (resumed.isEmpty()) {
            List<String> others = pausing.inForce().stream()
                    .map(one -> Pausing.words(one.what()))
                    .toList();
            return voice.failed(Pausing.words(wanted.what()) + " is not paused"
                    + (others.isEmpty() ? ", and nothing else is" : ". What is: " + String.join(", ", others))
                    + ". Nothing was done");
        }
        Pause pause = resumed.get();
        Map<String, @Nullable Object> document = document(pause);
        document.put("state", "resumed");
        return voice.done(
                Pausing.words(wanted.what()) + ": it goes on. It was paused since " + pause.at() + " by "
                        + pause.actor(),
                document);
    }

    private static Map<String, @Nullable Object> document(Pause pause) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("kind", pause.what().kind().word());
        document.put("name", pause.what().name());
        document.put("silent", pause.terms().silent());
        document.put("why", pause.terms().why());
        document.put("actor", pause.actor());
        document.put("at", pause.at().toString());
        document.put(
                "until",
                pause.terms().until() == null ? null : pause.terms().until().toString());
        return document;
    }
}
