package dev.caravan.console.monitor;

import dev.caravan.console.Money;
import dev.caravan.ledger.Lists.RecordRow;

/** A record in a list. @param batch where it was sent last; empty if it was not */
record RecordLine(
        long id,
        String href,
        String sourceId,
        int revision,
        Badge state,
        String code,
        int attempt,
        long line,
        String batch,
        String cost) {

    static RecordLine of(RecordRow row) {
        return new RecordLine(
                row.id(),
                "/records/" + row.id(),
                row.sourceId(),
                row.revision(),
                Badge.of(row.state()),
                row.code() == null ? "" : row.code(),
                row.attempt(),
                row.line(),
                row.batchId() == null ? "" : String.valueOf(row.batchId()),
                Money.usd(row.usage().costMicros()));
    }
}
