package dev.caravan;

import dev.caravan.ledger.LedgerReader;
import dev.caravan.ledger.Lists.Cost;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.OpenItems.Open;
import dev.caravan.ledger.Overview.Job;
import dev.caravan.ledger.Overview.NodeNow;
import dev.caravan.ledger.Overview.Stuck;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How things stand at one moment.
 *
 * @param nodes that live, or were killed and not missed yet
 * @param drops that move, oldest first; @param batches that are not over, oldest first
 * @param today what batches and real-time calls of this day (UTC) cost
 * @param more whether there are more drops or batches than are here
 */
record StatusNow(
        Instant at,
        List<NodeNow> nodes,
        List<DropRow> drops,
        List<Job> batches,
        List<Open> reviews,
        List<Stuck> stuck,
        List<Cost> today,
        boolean more) {

    static long micros(Cost cost) {
        return cost.micros() + cost.callMicros();
    }

    private static final int MOST = 1_000;

    static StatusNow read(LedgerReader ledger, Instant now) {
        List<DropRow> drops = ledger.overview().moving(null, MOST);
        List<Job> batches = ledger.overview().jobs(ledger.overview().openBatches(null, MOST));
        long day = TimeUnit.MILLISECONDS.toDays(now.toEpochMilli());
        return new StatusNow(
                now,
                ledger.overview().nodes(),
                drops,
                batches,
                ledger.openItems().counts(),
                ledger.overview().stuck(null, now),
                ledger.lists().costs(null, day, day),
                drops.size() == MOST || batches.size() == MOST);
    }
}
