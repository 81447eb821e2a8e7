package dev.caravan.metrics;

import dev.caravan.batch.LeftAlone;
import dev.caravan.ledger.Budgets;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Nodes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Asks the ledger for all that metrics tell of it. Not thread-safe. */
final class LedgerReads implements Supplier<LedgerSnapshot> {
    /** So many held records of a task are looked at for their codes. */
    private static final int HELD = 1_000;

    private final Ledger ledger;
    private final Supplier<Stream<String>> budgeted;
    private final LeftAlone leftAlone;
    private final Clock clock;
    private final MoneyReads money;
    private final Lags lags = new Lags();

    /** @param budgeted names of tasks that may have a budget; @param leftAlone what nothing is done about now */
    LedgerReads(Ledger ledger, Supplier<Stream<String>> budgeted, LeftAlone leftAlone, Clock clock) {
        this.ledger = ledger;
        this.budgeted = budgeted;
        this.leftAlone = leftAlone;
        this.clock = clock;
        this.money = new MoneyReads(ledger);
    }

    @Override
    public LedgerSnapshot get() {
        Instant now = clock.instant();
        var backlog = ledger.backlog();
        List<Nodes.Node> nodes = ledger.nodes().living();
        return new LedgerSnapshot(
                now,
                backlog.records(),
                backlog.held(HELD),
                backlog.drops(),
                ledger.counts().batches().states(),
                backlog.batches(),
                lags.of(backlog.heads(leftAlone.sending(), leftAlone.calling()), now),
                ledger.events().counts(),
                ledger.pauses().inForce(),
                backlog.reviews(),
                backlog.deliveries(),
                backlog.notices(),
                budgets(),
                money.read(now),
                ledger.spending().underWay(null),
                ledger.nodes().me(),
                nodes.size(),
                ledger.spending().ledgerBytes());
    }

    private Map<String, Budgets.Room> budgets() {
        Map<String, Budgets.Room> rooms = new TreeMap<>();
        budgeted.get()
                .forEach(task ->
                        ledger.budgets().room(ledger.recipes().taskId(task)).ifPresent(room -> rooms.put(task, room)));
        return rooms;
    }
}
