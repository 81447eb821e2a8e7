package dev.caravan.submission;

import dev.caravan.ledger.Drops.Refusal;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Submissions.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What became of the lines of one drop, one line after the other; holds a page at a time. */
final class Outcomes {
    private static final int PAGE = 2_000;
    /** What the ledger has in place of the source id of an erased record. */
    private static final String ERASED = "erased:";

    private final Ledger ledger;
    private final long drop;
    private final Consumer<List<Outcome>> ahead;
    private final Deque<Outcome> records = new ArrayDeque<>();
    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private long line;
    private long lastRecord;
    private long lastRefusal;
    private boolean moreRecords = true;
    private boolean moreRefusals = true;

    /** @param ahead is told which records come next */
    Outcomes(Ledger ledger, long drop, Consumer<List<Outcome>> ahead) {
        this.ledger = ledger;
        this.drop = drop;
        this.ahead = ahead;
    }

    /** One line's end: a record, or why it never became one. Both null: nothing is known of it any more. */
    record End(@Nullable Outcome record, @Nullable Refusal refusal) {}

    /**
     * Of the next line. Records come in the order of the lines, and are told by their source id and not by their number: a
     * drop that was made again from its segments has other numbers.
     *
     * @param sourceId of the line
     */
    End next(String sourceId) {
        line++;
        Refusal refused = null;
        fillRefusals();
        while (!refusals.isEmpty() && refusals.element().line() <= line) {
            refused = refusals.remove();
            fillRefusals();
        }
        skipErased();
        boolean mine = !records.isEmpty() && records.element().sourceId().equals(sourceId);
        return new End(mine ? records.remove() : null, refused != null && refused.line() == line ? refused : null);
    }

    /** Whether every record had its line. */
    boolean isAtEnd() {
        skipErased();
        return records.isEmpty();
    }

    private void skipErased() {
        fillRecords();
        while (!records.isEmpty() && records.element().sourceId().startsWith(ERASED)) {
            records.remove();
            fillRecords();
        }
    }

    private void fillRecords() {
        if (records.isEmpty() && moreRecords) {
            List<Outcome> page = ledger.submissions().outcomes(drop, lastRecord, PAGE);
            page.forEach(one -> lastRecord = one.recordId());
            records.addAll(page);
            ahead.accept(page);
            moreRecords = !page.isEmpty();
        }
    }

    private void fillRefusals() {
        if (refusals.isEmpty() && moreRefusals) {
            List<Refusal> page = ledger.drops().refusals(drop, lastRefusal, PAGE);
            page.forEach(one -> lastRefusal = one.line());
            refusals.addAll(page);
            moreRefusals = !page.isEmpty();
        }
    }
}
