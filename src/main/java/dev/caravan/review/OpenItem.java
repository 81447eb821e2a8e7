package dev.caravan.review;

import dev.caravan.ledger.OpenItems;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item as a line of a list.
 *
 * @param version a decision must carry it
 * @param reason the code for which it is open; @param detail the sentence to it
 * @param holder who has claimed it now, null if nobody has
 * @param firstEyes who approved or edited it, where a second person must agree
 */
public record OpenItem(
        long recordId,
        int version,
        String task,
        long drop,
        String sourceId,
        int revision,
        int attempt,
        String reason,
        String detail,
        Instant since,
        @Nullable String assignee,
        @Nullable String holder,
        @Nullable Instant heldUntil,
        @Nullable String firstEyes) {

    static OpenItem of(OpenItems.OpenItem row) {
        return new OpenItem(
                row.recordId(),
                row.version(),
                row.task(),
                row.dropId(),
                row.sourceId(),
                row.revision(),
                row.attempt(),
                row.reason(),
                row.detail(),
                row.since(),
                row.assignee(),
                row.holder(),
                row.heldUntil(),
                row.firstEyes());
    }

    public Cursor cursor() {
        return new Cursor(since, recordId);
    }
}
