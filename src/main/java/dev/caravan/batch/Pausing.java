package dev.caravan.batch;

import dev.caravan.config.Units;
import dev.caravan.ledger.Pauses;
import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.ledger.Pauses.Paused;
import dev.caravan.ledger.Pauses.Terms;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.model.Models;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pauses and resumes for people: on the command line, over HTTP, on pages. A change counts at once, and everywhere within a second. */
public final class Pausing {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int LONGEST_WHY = 1_000;

    private final Pauses pauses;
    private final Models models;
    private final Supplier<? extends Collection<String>> tasks;
    private final Clock clock;

    /** @param tasks names of all that the configuration or the ledger knows */
    public Pausing(Pauses pauses, Models models, Supplier<? extends Collection<String>> tasks, Clock clock) {
        this.pauses = pauses;
        this.models = models;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** What a person asks for, as it was written; {@code length} is {@code 2h} or the like, {@code until} an instant. */
    public record Wanted(
            What what,
            boolean silent,
            @Nullable String why,
            @Nullable String length,
            @Nullable String until) {}

    /** Those that are in force, oldest first. */
    public Collection<Pause> inForce() {
        return pauses.inForce();
    }

    public Optional<Pause> find(long id) {
        return pauses.inForce().stream().filter(one -> one.id() == id).findFirst();
    }

    /** @throws IllegalArgumentException for a name that nobody knows, or an end that is none; nothing is done then */
    public Paused pause(Wanted wanted, String actor) {
        What what = wanted.what();
        Set<String> known = known(what.kind());
        if (!known.contains(what.name())) {
            throw new IllegalArgumentException("There is no " + words(what) + "; there "
                    + (known.size() == 1 ? "is " : "are ")
                    + (known.isEmpty() ? "none" : String.join(", ", known)) + ". Nothing was done");
        }
        String why = wanted.why() == null ? "" : wanted.why().strip();
        if (why.length() > LONGEST_WHY) {
            throw new IllegalArgumentException("why must be at most " + LONGEST_WHY + " characters");
        }
        return pauses.pause(what, new Terms(wanted.silent(), why, end(wanted)), actor);
    }

    /** Empty if it was not paused, so that nothing was done. */
    public Optional<Pause> resume(What what, String actor, @Nullable String why) {
        return pauses.resume(what, actor, why == null ? "" : why.strip());
    }

    private Set<String> known(Kind kind) {
        return new TreeSet<>(
                switch (kind) {
                    case PROVIDER -> models.providers().keySet();
                    case CREDENTIAL -> models.credentials().keySet();
                    case MODEL -> models.models().keySet();
                    case TASK -> tasks.get();
                });
    }

    private @Nullable Instant end(Wanted wanted) {
        if (wanted.length() != null && wanted.until() != null) {
            throw new IllegalArgumentException("Say for how long, or until when, not both");
        }
        Instant now = clock.instant();
        Instant end = null;
        if (wanted.length() != null) {
            end = now.plus(Units.duration(wanted.length().strip())
                    .filter(length -> !length.isZero() && length.compareTo(LONGEST) <= 0)
                    .orElseThrow(() -> new IllegalArgumentException("\"" + wanted.length()
                            + "\" is no time that a pause can last: 30m, 2h, 3d, at most 366d")));
        } else if (wanted.until() != null) {
            end = instant(wanted.until().strip());
            if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
                throw new IllegalArgumentException(
                        "A pause can't end at " + end + ": it is " + now + ", and it may last 366 days at most");
            }
        }
        return end;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no instant: write 2026-11-23T06:00:00Z (UTC)", e);
        }
    }

    /** What it is, for people. */
    public static String words(What what) {
        return (what.kind() == Kind.MODEL ? "batch model" : what.kind().word()) + " \"" + what.name() + "\"";
    }

    /** What became of it, for people. */
    public static String said(Paused paused) {
        Pause pause = paused.pause();
        String terms = (pause.terms().silent()
                        ? "nothing goes out, and nobody is asked about what was sent, "
                        : "nothing new goes out; what was sent is brought home, ")
                + (pause.terms().until() == null
                        ? "until somebody resumes it"
                        : "until " + pause.terms().until() + " or until somebody resumes it");
        return switch (paused.came()) {
            case BEGUN -> "it is paused: " + terms;
            case CHANGED -> "it was paused since " + pause.at() + ", and has other terms from now on: " + terms;
            case SAME ->
                "it was paused so before, since " + pause.at() + " by " + pause.actor()
                        + (pause.terms().why().isEmpty()
                                ? ""
                                : " (" + pause.terms().why() + ")")
                        + ". Nothing was changed: " + terms;
        };
    }
}
