package dev.caravan.ledger;

import dev.caravan.ledger.Batches.Except;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much waits, and since when, for whoever watches over all of it. Reads only; looks at counters and at what is open,
 * however much is over.
 */
public interface Backlog {

    /** Records by task and state, by the counters of their drops; nothing that is 0. */
    Map<String, Map<RecordState, Long>> records();

    /** How many drops are in each state; nothing that is 0. */
    Map<DropState, Long> drops();

    /**
     * Held records by task and code, by both.
     *
     * @param look so many of each task are looked at at most
     */
    List<Held> held(int look);

    /** Batches that are not over, by task and credential. */
    List<Open> batches();

    /** Open items of people, by task. */
    List<Reviews> reviews();

    /** Deliveries that are on their way or given up, by sink. */
    List<Queue> deliveries();

    /** Notices that wait or were given up, by webhook. */
    List<Queue> notices();

    /**
     * What each stage would take next: due, in nobody's hand, and with nothing in its way. A stage that is not in it has
     * nothing to do.
     *
     * @param sending what is passed over by what sends; @param calling by what asks about it and brings it home
     */
    Map<Stage, Head> heads(Except sending, Except calling);

    /** Those that take their work from the ledger, as far as it knows what waits for them. */
    enum Stage {
        READ,
        ASSEMBLE,
        SUBMIT,
        POLL,
        COLLECT,
        PUBLISH,
        DELIVERIES,
        NOTICES
    }

    /**
     * @param what a drop, task, batch, publication, delivery or webhook, in the words of the logs
     * @param due since when; null if the ledger does not know
     */
    record Head(String what, @Nullable Instant due) {}

    /** @param code empty if it has none */
    record Held(String task, String code, long records) {}

    /** @param late how many are past the deadline of their task; @param oldest when the oldest was made */
    record Open(String task, String credential, long batches, long late, Instant oldest) {}

    /** @param oldest since when the oldest is open */
    record Reviews(String task, long items, Instant oldest) {}

    /** @param oldest of those that wait, when it was made; null if none waits or nobody knows */
    record Queue(
            String name,
            long waiting,
            long givenUp,
            @Nullable Instant oldest) {}
}
