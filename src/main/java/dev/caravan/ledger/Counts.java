package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads for logs, the settled line and checks. */
public interface Counts {

    /** Over all drops. */
    DropCounts total();

    /** Drops with an id above {@code afterDropId}, oldest first. */
    List<Drops.Drop> drops(long afterDropId, int limit);

    /** Whether nothing moves by itself any more: no drop to read, nothing queued, no batch or twin open, no retry planned, nothing to publish or deliver. What waits for tomorrow's budget alone ({@link Budgets#rest}) does not move. */
    boolean settled();

    /** What was paid for answers that are not used: of twins, and given twice. In millionths of a US dollar. */
    long overspend();

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
