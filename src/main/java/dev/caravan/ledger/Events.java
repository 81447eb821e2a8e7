package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What somebody should know of afterwards: kept until it is purged, counted by kind. */
public interface Events {
    /** Who acts where no person does. */
    String CARAVAN = "caravan";

    /**
     * Keeps an event.
     *
     * @param subject what it is about, in the words of the logs: {@code batch 12}, {@code drop 4}, {@code record 99},
     *     {@code credential main}, {@code task tickets}, {@code ledger}
     * @param body what happened, why, and what is next, for a person
     */
    void raise(EventKind kind, String subject, String body);

    /** The same, unless the subject has an event of this kind already. Returns whether it was new. */
    boolean raiseOnce(EventKind kind, String subject, String body);

    /** The same as {@link #raise} for what a person did. */
    void raise(EventKind kind, String subject, String actor, String body);

    /** The newest events, newest first. */
    List<Event> newest(int limit);

    /** Everything about one subject, newest first. */
    List<Event> of(String subject, int limit);

    /** How many there are of each kind that there is any of. */
    Map<EventKind, Long> counts();

    record Event(long id, Instant at, EventKind kind, String subject, String actor, String body) {}
}
