package dev.caravan.costs;

import dev.caravan.ledger.Spending.Stored;
import dev.caravan.ledger.Spending.UnderWay;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How things stand now. Money is in millionths of a US dollar.
 *
 * @param budgets of tasks that have one, by task
 * @param stored bytes of the spool, by task
 * @param ledgerBytes of the ledger itself; 0 for whoever does not see all tasks
 * @param underWay batches that are not home, with what they may still cost by their estimates
 * @param ahead what is queued, with what it would cost if it is answered like the last ones
 */
public record Outlook(
        List<Budget> budgets, List<Stored> stored, long ledgerBytes, List<UnderWay> underWay, List<Ahead> ahead) {

    /**
     * @param cap for ever, or for each UTC day anew
     * @param underWay what may still come of what is sent or cut; @param left may be negative
     */
    public record Budget(String task, long cap, boolean perDay, long spent, long underWay, long left) {}

    /** @param model that the task has now, empty if it is not configured; @param micros null if nobody knows */
    public record Ahead(
            String task,
            String model,
            long records,
            @Nullable Long micros) {}

    public long storedBytes() {
        return stored.stream().mapToLong(Stored::all).sum();
    }

    /** What is in flight; without what nobody knows. */
    public long forecast() {
        return underWay.stream().mapToLong(UnderWay::micros).sum()
                + ahead.stream()
                        .map(Ahead::micros)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .sum();
    }

    /** Queued records of which nobody knows what they will cost. */
    public long unknown() {
        return ahead.stream()
                .filter(one -> one.micros() == null)
                .mapToLong(Ahead::records)
                .sum();
    }
}
