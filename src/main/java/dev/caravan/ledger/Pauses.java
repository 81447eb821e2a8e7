package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands still because a person said so: for all nodes, over restarts, until somebody resumes it or its time is over. */
public interface Pauses {
    /** How old what {@link #inForce} tells may be: so long another node goes on at most. */
    Duration FRESH = Duration.ofSeconds(1);

    /** Those that are in force, oldest first; no older than {@link #FRESH}, and nothing is read if it was read since. */
    List<Pause> inForce();

    /** Tasks of which nothing goes out, not even to sinks. */
    default Set<Integer> silentTasks() {
        return inForce().stream()
                .filter(one -> one.what().kind() == Kind.TASK && one.terms().silent())
                .map(Pause::taskId)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those in force, and those that ended after this moment; read from the ledger. */
    List<Pause> since(Instant from);

    /** Begins a pause, or gives the one there is other terms; event {@code paused}, unless it is so already. */
    Paused pause(What what, Terms terms, String actor);

    /** Ends a pause; event {@code resumed}. Empty, and nothing is done, if there is none. */
    Optional<Pause> resume(What what, String actor, String why);

    /** Ends those whose time is over; event {@code resumed}. They have no force before that either. */
    List<Pause> endOver();

    /** What can be paused. The codes are stored and never renumbered. */
    enum Kind {
        PROVIDER(1),
        CREDENTIAL(2),
        /** A batch model. */
        MODEL(3),
        TASK(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /** As people write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record What(Kind kind, String name) {
        @Override
        public String toString() {
            return kind.word() + " " + name;
        }
    }

    /**
     * @param silent whether nobody is called at all, not even for what was sent before
     * @param until when it ends by itself; null for never
     */
    record Terms(boolean silent, String why, @Nullable Instant until) {}

    /**
     * @param taskId of a task that the ledger knows, else 0
     * @param at when it began; its terms may be newer
     * @param ended null while it is in force
     */
    record Pause(
            long id,
            What what,
            Terms terms,
            Instant at,
            String actor,
            int taskId,
            @Nullable Instant ended) {
        boolean isOver(Instant now) {
            return terms.until() != null && !terms.until().isAfter(now);
        }
    }

    /** @param pause as it is now */
    record Paused(Pause pause, Came came) {}

    /** What came of it. */
    enum Came {
        BEGUN,
        /** It was paused before, by other terms. */
        CHANGED,
        /** It was paused so before. Nothing was done. */
        SAME
    }
}
