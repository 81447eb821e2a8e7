package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people decide on records. A decision is one transaction: item, record, counters and the row that tells of it. */
public interface Decisions {

    /**
     * Decides on an open item.
     *
     * @throws ItemConflictException if the item is not what the person saw (rule 42), or somebody else holds it
     */
    Decided decide(NewDecision decision);

    /**
     * The same on many items, each in the version that it has; those that somebody else holds, or that this person may not
     * decide on alone, are passed over. One transaction.
     */
    Many decideAll(List<Long> recordIds, NewDecision pattern);

    /** @param done on how many it was decided; @param open how many of those wait for a second person now */
    record Many(int done, int open) {}

    /**
     * Opens an item for a record that is completed and not locked, has invalid output or failed at its provider, with the
     * reason {@code review.manual}.
     *
     * @throws ItemConflictException if it is in another state, or its batch is still being collected
     */
    void ask(long recordId, String actor, String why);

    /** All decisions on a record, oldest first. */
    List<Made> of(long recordId);

    /** The last rejection of each of these records; those that nobody rejected are missing. */
    Map<Long, Made> rejections(List<Long> recordIds);

    /**
     * Decisions after this one that gave records of the task a value, in the order they were made; nothing of what was erased
     * or lost its payloads by age.
     *
     * @param approved whether also answers that were right as they were
     */
    List<Labelled> labelled(String task, long afterId, Instant since, boolean approved, int limit);

    /**
     * @param version of the item that the person saw; 0 in a pattern
     * @param why what the person said of it
     * @param value for {@link Act#EDIT}: compact JSON that satisfies the rules
     * @param before the value that the person saw, where it is worth keeping
     * @param again for {@link Act#AGAIN}: who answers; null for the model of the task
     * @param assignee for {@link Act#ASSIGN}: null for nobody
     * @param second whether a second person must agree before a value is published
     */
    record NewDecision(
            long recordId,
            int version,
            Act act,
            String actor,
            @Nullable String why,
            @Nullable String value,
            @Nullable String before,
            @Nullable Again again,
            @Nullable String assignee,
            boolean second) {

        /** The same where a second person must agree, or not. */
        public NewDecision second(boolean wanted) {
            return new NewDecision(recordId, version, act, actor, why, value, before, again, assignee, wanted);
        }

        /** The same, answered by this one. */
        public NewDecision by(@Nullable Again other) {
            return new NewDecision(recordId, version, act, actor, why, value, before, other, assignee, second);
        }

        /** The same on another item. */
        NewDecision on(long record, int ofVersion) {
            return new NewDecision(record, ofVersion, act, actor, why, value, before, again, assignee, second);
        }
    }

    /** @param model name of the batch model that answers once */
    record Again(int recipeId, String model) {}

    /** @param version of the item if it is still open, for the next decision on it; else 0 */
    record Decided(long recordId, Act act, RecordState state, int version) {
        public boolean open() {
            return version > 0;
        }
    }

    /**
     * A decision as it was kept.
     *
     * @param reason why the item was open; for {@link Act#ASK} the code that the record had before
     * @param before value before, null where it was not changed or was deleted by age or on request
     * @param after the value that a person gave
     * @param took how long this person looked at the item; null where it was not opened
     */
    record Made(
            long id,
            Instant at,
            String actor,
            Act act,
            int version,
            int attempt,
            int recipeId,
            @Nullable String reason,
            @Nullable String why,
            @Nullable String before,
            @Nullable String after,
            RecordState from,
            RecordState to,
            @Nullable String assignee,
            @Nullable String model,
            @Nullable Duration took) {}

    /** @param reason the code for which a person looked at it; @param after null where the answer was approved as it is */
    record Labelled(
            long id,
            long recordId,
            String sourceId,
            int attempt,
            int recipeId,
            Instant at,
            String actor,
            String reason,
            @Nullable String why,
            @Nullable String before,
            @Nullable String after) {}
}
