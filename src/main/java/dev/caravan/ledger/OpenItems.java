package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue of what waits for a person: records in {@link RecordState#REVIEW_REQUIRED}, oldest first. A claim holds an item
 * for one person until it ends or its time is over.
 */
public interface OpenItems {

    /** Items after this place, oldest first. */
    List<OpenItem> list(Query query, Place after, int limit);

    /** How many are open per task and reason, by task and reason. */
    List<Open> counts();

    /** How many are open that the query finds. */
    long count(Query query);

    /** How many of them somebody else than this person holds now. */
    long held(Query query, String actor);

    /**
     * Claims the next item that nobody else holds, that is not assigned to somebody else (unless the query asks for those)
     * and of which this person is not the first of two pairs of eyes.
     *
     * @param lease how long it is held if nothing more is heard
     */
    Optional<Long> next(Query query, Place after, String actor, Duration lease);

    /** @throws ItemConflictException if it is not open any more, or somebody else holds it */
    void claim(long recordId, String actor, Duration lease);

    /** Prolongs a claim. @throws ItemConflictException if this person does not hold it any more */
    void keep(long recordId, String actor, Duration lease);

    /** Ends a claim; nothing happens if there is none of this person. */
    void letGo(long recordId, String actor);

    /** One item; empty if it is not open. */
    Optional<OpenItem> find(long recordId);

    /** The task of a record, open or not; empty if there is no such record. */
    Optional<String> taskOf(long recordId);

    /** Where what belongs to a record lies: its input, the answers of all its attempts, the value before. */
    Optional<Whereabouts> whereabouts(long recordId);

    /**
     * What to look for; null for any.
     *
     * @param task its name
     * @param reason the code for which it is open
     * @param tasks only items of these, by name
     */
    record Query(
            @Nullable String task,
            @Nullable String reason,
            @Nullable String assignee,
            @Nullable Long drop,
            @Nullable Set<String> tasks) {
        public static final Query ALL = new Query(null, null, null, null);

        /** Of all tasks. */
        public Query(@Nullable String task, @Nullable String reason, @Nullable String assignee, @Nullable Long drop) {
            this(task, reason, assignee, drop, null);
        }
    }

    /** A place in the queue: what comes after this time and record. */
    record Place(Instant since, long recordId) {
        public static final Place START = new Place(Instant.EPOCH, 0);
    }

    record Open(String task, String reason, long items) {}

    /**
     * @param version of the item; a decision on another one is refused
     * @param reason the code for which it is open; @param detail the sentence to it
     * @param since when it became open
     * @param holder who has claimed it, null if nobody has or the claim is over
     * @param firstEyes who approved or edited it, where a second person must agree
     */
    record OpenItem(
            long recordId,
            int version,
            String task,
            long dropId,
            String sourceId,
            int revision,
            int attempt,
            int recipeId,
            String reason,
            String detail,
            Instant since,
            @Nullable String assignee,
            @Nullable String holder,
            @Nullable Instant heldUntil,
            @Nullable String firstEyes) {

        public Place place() {
            return new Place(since, recordId);
        }
    }

    /**
     * @param input empty if the ledger does not know where it lies
     * @param attempts newest first; the first is the one that the item is about
     * @param edit the value that a person gave this record, null if none did
     * @param published what sinks hold now of this source record: an earlier revision, null if there is none
     */
    record Whereabouts(
            Optional<Assembly.InputAt> input,
            List<Attempt> attempts,
            @Nullable String edit,
            @Nullable Published published) {}

    /**
     * One answer of a model.
     *
     * @param file null where no line of any file spoke of it
     */
    record Attempt(
            int no,
            long batchId,
            int recipeId,
            String code,
            String why,
            Collection.@Nullable ResultFile file,
            Collection.@Nullable ResultAt at,
            Collection.Usage usage) {}

    /** @param edit the value that a person gave it; null if {@code answer} is its value */
    record Published(long recordId, int revision, @Nullable String edit, Attempt answer) {}
}
