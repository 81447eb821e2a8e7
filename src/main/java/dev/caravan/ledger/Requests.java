package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people asked for from outside, through a {@link LedgerDoor}: done by the process that owns the ledger, in order. */
public interface Requests {

    /** Those of these kinds that nobody has done yet, oldest first. */
    List<Request> open(Set<Kind> kinds);

    /** Leaves a request for the stage that does it. Returns its number. */
    long ask(String actor, Wish wish);

    /** One request, and what came of it. */
    Optional<Asked> find(long id);

    /** What was asked for of this batch, drop or task, newest first; found among the last 10,000 requests of all. */
    List<Asked> about(About about, String value, int limit);

    /** Those of management that are done once, however often they are sent. */
    OnceKeys onceKeys();

    /** @param answer null while nobody has done it */
    record Asked(Request request, @Nullable Answer answer) {}

    /** It was done, or can't be. */
    void done(long id, Answer answer);

    /**
     * What the person who asked is told.
     *
     * @param refused whether nothing was done; {@code text} says why
     */
    record Answer(String text, boolean refused) {
        public static Answer done(String text) {
            return new Answer(text, false);
        }

        public static Answer refused(String why) {
            return new Answer("not done: " + why, true);
        }
    }

    record Request(long id, Instant at, String actor, Wish wish) {}

    /**
     * @param about batch, drop, task or code
     * @param value number of the batch or drop, name of the task, or the code; of a rerun, JSON
     */
    record Wish(Kind kind, About about, String value) {}

    /** The codes are stored and never renumbered. */
    enum Kind {
        /** Stop it and send nothing of it again. */
        CANCEL(1),
        /** What is held goes again. */
        RELEASE(2),
        /** What a rerun would be; the value is its filter. */
        RERUN_PREVIEW(3),
        /** Records go again; the value is a filter and a reason. */
        RERUN(4),
        /** A person is to look at a record; the value is its number, a space, and why. */
        REVIEW(5),
        /** The gate of a drop opens, whatever its task says. */
        OPEN(6),
        /** Nothing more of it is sent for now; what is at providers runs to its end. */
        HOLD(7),
        /** Some records of a file are asked about in real time; the value says which. */
        SAMPLE(20);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** What a wish is about; stored by name. */
    enum About {
        BATCH,
        DROP,
        TASK,
        CODE
    }
}
