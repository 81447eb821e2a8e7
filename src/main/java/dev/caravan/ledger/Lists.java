package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pages for whoever looks: each is what follows a place. Reads only. */
public interface Lists {

    /** Newest first; null for any state and time. {@code from} and {@code to} are about when it was read, {@code to} not included. */
    List<DropRow> drops(Slice slice, @Nullable DropState state, @Nullable Instant from, @Nullable Instant to);

    Optional<DropRow> drop(long id);

    /** Newest first; null for any state and credential. */
    List<BatchRow> batches(Slice slice, @Nullable BatchState state, @Nullable String credential);

    /** Those of these that there are, by number. */
    List<BatchRow> batches(java.util.Collection<Long> ids);

    Optional<BatchRow> batch(long id);

    /** The revisions that came in a drop, in the order of its rows; null for any. Reads past those that don't fit. */
    List<RecordRow> records(
            long dropId, @Nullable RecordState state, @Nullable String code, long afterRecordId, int limit);

    Optional<RecordRow> record(long id);

    /** The newest revision of a source record. */
    Optional<RecordRow> current(String task, String sourceId);

    /** States of a publication, as a {@link PublicationRow} says them, in the order in which it has them. */
    List<String> PUBLICATION_STATES = List.of("open", "sealed", "published", "restored");

    /**
     * Newest first; null for any.
     *
     * @param state one of {@link #PUBLICATION_STATES}
     * @param delivery that at least one of its deliveries has
     */
    List<PublicationRow> publications(Slice slice, @Nullable String state, @Nullable DeliveryState delivery);

    /** The same of any state. */
    default List<PublicationRow> publications(Slice slice) {
        return publications(slice, null, null);
    }

    Optional<PublicationRow> publication(long id);

    /** Newest first; of a limited caller, those about a drop, batch, record, rerun or task of its tasks. */
    List<Events.Event> events(Slice slice, @Nullable EventKind kind);

    /** By day, task and model, ascending. Days are those of UTC; both are included. */
    List<Cost> costs(@Nullable Set<String> tasks, long fromDay, long toDay);

    /** What became of the answers of each recipe of a task, by recipe. */
    List<Answers> answers(int taskId);

    /**
     * @param tasks by name; null for all there are and ever were
     * @param before only ids below this one; 0 for the newest
     */
    record Slice(@Nullable Set<String> tasks, long before, int limit) {}

    /** @param held whether nothing more of it is sent for now; @param readAt when the last of its rows was read; null before */
    record DropRow(
            String task,
            Drops.Drop drop,
            long bytes,
            boolean cancelled,
            boolean held,
            boolean opened,
            @Nullable Instant readAt,
            @Nullable Instant purgedAt) {}

    record BatchRow(
            long id,
            String task,
            int recipe,
            String credential,
            String model,
            BatchState state,
            @Nullable String providerId,
            @Nullable String providerStatus,
            boolean cancelled,
            boolean late,
            String note,
            Counted counted,
            Money money,
            Times times) {}

    /** Records of a batch by what came of them. */
    record Counted(int sent, int ok, int invalid, int error, int missing, int notRun, int surplus) {
        /** Records that nothing is known of yet. */
        public int open() {
            return Math.max(0, sent - ok - invalid - error - missing - notRun);
        }
    }

    /** Millionths of a US dollar. */
    record Money(long estimated, long cost, long overspend) {}

    /** @param due when somebody looks at it next; null where nobody does */
    record Times(
            Instant made,
            @Nullable Instant assembled,
            @Nullable Instant submitted,
            @Nullable Instant collected,
            @Nullable Instant due) {}

    record RecordRow(
            long id,
            String task,
            String sourceId,
            int revision,
            RecordState state,
            @Nullable String code,
            int attempt,
            long dropId,
            long line,
            @Nullable Long batchId,
            @Nullable Long publicationId,
            int recipe,
            boolean current,
            boolean person,
            Collection.Usage usage) {}

    /** @param state one of {@link #PUBLICATION_STATES} */
    record PublicationRow(
            long id,
            String task,
            String state,
            int records,
            long bytes,
            boolean rejects,
            @Nullable Instant sealedAt,
            List<Audit.Sent> sinks) {}

    /**
     * What one model cost a task on one day, in millionths of a US dollar.
     *
     * @param micros of batches; @param overspend the part of it that bought answers nobody uses
     * @param calls real-time ones; @param callMicros what they cost
     * @param unknown calls of which nobody knows whether they were run; @param unknownMicros the most that these cost
     */
    record Cost(
            long day,
            String task,
            String model,
            long batches,
            long micros,
            long overspend,
            long calls,
            long callMicros,
            long unknown,
            long unknownMicros) {}

    /**
     * What batches by one recipe brought.
     *
     * @param batches those that records were sent in
     * @param first when the first of them was cut, {@code last} when the last was; null if none was
     */
    record Answers(
            int recipe,
            long ok,
            long invalid,
            long error,
            long micros,
            long batches,
            @Nullable Instant first,
            @Nullable Instant last) {

        /** Of a recipe that nothing was sent with. */
        public static Answers none(int recipe) {
            return new Answers(recipe, 0, 0, 0, 0, 0, null, null);
        }

        /** Answers that were paid for. */
        public long records() {
            return ok + invalid + error;
        }
    }
}
