package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sending records again that somebody picks, in bulk: what it would be, and doing it piece by piece. */
public interface Reruns {

    /** The drops of a task that have rows, up to this one, oldest first. */
    List<Long> drops(int taskId, long upTo);

    /** The current records of a drop, counted: picked and not, by state and by what a rerun would do with them. One scan. */
    List<Group> groups(long dropId, Query query);

    /**
     * Notes a rerun, with an event. Returns its number.
     *
     * @param request that asked for it, answered in the same transaction, so that no crash makes two reruns of one; 0 for none
     * @throws LedgerException if somebody answered the request before
     */
    long begin(NewRerun rerun, long request);

    /** Those that are not done, oldest first. */
    List<Rerun> open();

    /** The newest ones, newest first. */
    default List<Rerun> newest(int limit) {
        return newest(limit, 0, null);
    }

    /** Those of these tasks, newest first; null for all. @param before only ids below this one; 0 for the newest */
    List<Rerun> newest(int limit, long before, @Nullable Set<String> tasks);

    /** Picked records of a drop that go again as they are, after this one in id order. */
    List<Long> again(long dropId, Query query, long afterRecordId, int limit);

    /**
     * Queues those of the records that a rerun may still queue, and notes how far it got, in one transaction.
     *
     * @param recordIds none: the drop is done up to this record
     */
    void queue(Rerun rerun, Query query, long dropId, long upToRecord, List<Long> recordIds);

    /** The records are queued; from here on what was published or rejected is written down as a drop. */
    void queued(Rerun rerun);

    /**
     * Picked records of a drop that need a new revision, after this one in id order, with where their input lies. What was
     * asked for since the rerun began is not among them, such as what it queued itself and sinks have by now: it has the
     * answer that is wanted.
     */
    List<Anew> anew(Rerun rerun, long dropId, Query query, long afterRecordId, int limit);

    /** The drop that holds the new revisions. */
    void dropped(Rerun rerun, long dropId);

    /** The new revisions are in the spool: what their answers had cost is counted, once whatever happens. */
    void written(Rerun rerun, List<Replaced> replaced);

    /** @param anew how many new revisions its drop holds */
    void done(Rerun rerun, int anew);

    /** A picked record, where its input lies in the spool, and the answer that it has. */
    record Anew(long recordId, Assembly.InputAt input, Answer answer) {}

    /** @param day whose money it was; @param model that gave it, empty if none did; @param micros what it cost */
    record Answer(long day, String model, long micros) {}

    /** Answers of one model and day that are asked for again. */
    record Replaced(long day, String model, long answers, long micros) {}

    /**
     * Which records; null stands for any.
     *
     * @param recipes that answered last
     * @param from when the last answer was asked for, or the drop was read where there was none; included
     * @param to not included
     * @param persons also those whose value a person gave
     */
    record Query(
            int taskId,
            @Nullable RecordState state,
            @Nullable String code,
            @Nullable Set<Integer> recipes,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean persons) {}

    /** What a rerun does with a record. Stored nowhere. */
    enum Fate {
        /** It is queued again; its attempts stay. */
        AGAIN,
        /** It gets a new revision; the value that sinks have stays until the new one is there. */
        ANEW,
        /** It is queued, at its provider, or on its way to sinks. */
        UNDER_WAY,
        /** Its input was deleted by age. */
        PURGED,
        /** It was erased. */
        ERASED,
        /** Its drop was cancelled. */
        CANCELLED,
        /** It is held, and nobody asked for what is held. */
        HELD,
        /** A person gave it its value. */
        PERSON,
        /** Somebody looks at it just now. */
        CLAIMED
    }

    /** @param answered how many of them have tokens; the sums are over those */
    record Group(boolean picked, RecordState state, Fate fate, int recipeId, long records, long answered, Sum sum) {}

    /** Tokens of many records; cached ones are a part of in. */
    record Sum(long in, long cached, long out) {}

    /** @param filter as its maker wants to read it again; @param records that it was to send; @param micros estimated */
    record NewRerun(String actor, String why, int taskId, String filter, long records, long micros) {}

    /**
     * @param queued whether all that is queued again is queued
     * @param doneDrop the drop that it came to, and the record up to which it is done there
     * @param dropId that holds new revisions; null while there is none
     * @param doneAt null while it is not done
     */
    record Rerun(
            long id,
            Instant at,
            String actor,
            String why,
            int taskId,
            String filter,
            long records,
            long micros,
            boolean queued,
            long lastDrop,
            long doneDrop,
            long doneRecord,
            int again,
            int anew,
            @Nullable Long dropId,
            @Nullable Instant doneAt) {}

    /** One by its number. */
    Optional<Rerun> find(long id);
}
