package dev.caravan.ledger;

import java.util.List;

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

    /** Recounts from the rows and compares with every counter; each line names one drop or batch that does not agree. */
    List<String> recount();
}
