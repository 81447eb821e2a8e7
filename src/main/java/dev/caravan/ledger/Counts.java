package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads for logs, the settled line and checks. */
public interface Counts {

    /** Over all drops. */
    DropCounts total();

    /** Records of a task in this state, by the counters of its drops. */
    long records(int taskId, RecordState state);

    /** Drops with an id above {@code afterDropId}, oldest first. */
    List<Drops.Drop> drops(long afterDropId, int limit);

    /** Whether nothing moves by itself any more: no drop to read, nothing queued, no batch or twin open, no retry planned, no rerun to do, no submission to end, nothing to publish or deliver. What waits for tomorrow's budget alone ({@link Budgets#rest}) does not move. */
    default boolean settled() {
        return settled(List.of());
    }

    /** The same without what these tasks have queued or to publish: nobody is there who could go on with it. */
    boolean settled(java.util.Collection<Left> left);

    /** What tasks have queued or to publish that are none of these; none of it moves before its task is back. */
    List<Left> left(Set<String> tasks);

    /** What was paid for answers that are not used: of twins, and given twice. In millionths of a US dollar. */
    long overspend();

    /** @param completed to be published; their answers are paid and at home */
    record Left(int taskId, String task, long queued, long completed) {}

    /** All batches. */
    Batches batches();

    /** @param oldestOpen when the oldest batch that is not final was made; null if there is none */
    record Batches(Map<BatchState, Long> states, @Nullable Instant oldestOpen) {}

    /**
     * Recounts from the rows and compares with every counter; each line names one drop or batch that does not agree. Takes
     * as long as it takes to read all rows, and holds up no other reader and no writer.
     */
    List<String> recount();
}
