package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Wishes that the files of routes and configuration be read again, and what each process made of them. Processes take turns,
 * so that of several nodes one at a time is away. The newest 1,000 are kept.
 */
public interface Reloads {

    /**
     * @param process the one that is to do it; empty: each that runs
     * @return its number
     */
    long ask(String actor, String why, String process);

    /**
     * The newest wish that a process has not begun yet, nor a newer one.
     *
     * @param process a name that no other process has
     * @param since when the process began: what was asked for before needs nothing
     */
    Optional<Wish> due(String process, Instant since);

    /**
     * Takes the turn, for a minute at most.
     *
     * @param name of its node, for people
     * @return false while another process is at it
     */
    boolean begin(long reload, String process, String name);

    /**
     * Ends the turn.
     *
     * @param down how long this process answered nobody
     * @param said for people: what is loaded, or what is wrong
     */
    void end(long reload, String process, Outcome outcome, Duration down, String said);

    /** What was asked for, newest first, with what became of it. */
    List<Told> newest(int limit);

    /** One of them. */
    Optional<Told> find(long reload);

    record Wish(long id, Instant at, String actor, String why) {}

    record Told(Wish wish, List<Turn> turns) {}

    /** @param outcome null while it is under way */
    record Turn(
            String process,
            String name,
            Instant beganAt,
            @Nullable Instant endedAt,
            @Nullable Outcome outcome,
            Duration down,
            String said) {}

    /** The codes are stored and never renumbered. */
    enum Outcome {
        /** It runs with the files as they are now. */
        LOADED(1),
        /** They have problems: it never stopped running with what it had. */
        REFUSED(2),
        /** It did not start with them, and runs with the last good copy. */
        FELL_BACK(3);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static @Nullable Outcome of(int code) {
            for (Outcome outcome : values()) {
                if (outcome.code == code) {
                    return outcome;
                }
            }
            return null;
        }
    }
}
