package dev.caravan.metrics;

import dev.caravan.ledger.Backlog;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Budgets;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Nodes;
import dev.caravan.ledger.Pauses;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Spending;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the ledger said at one moment.
 *
 * @param held codes of some of the held records of each task
 * @param lags by stage, in seconds
 * @param budgets by task
 */
record LedgerSnapshot(
        Instant at,
        Map<String, Map<RecordState, Long>> records,
        List<Backlog.Held> held,
        Map<DropState, Long> drops,
        Map<BatchState, Long> batches,
        List<Backlog.Open> open,
        Map<Backlog.Stage, Double> lags,
        Map<EventKind, Long> events,
        List<Pauses.Pause> pauses,
        List<Backlog.Reviews> reviews,
        List<Backlog.Queue> deliveries,
        List<Backlog.Queue> notices,
        Map<String, Budgets.Room> budgets,
        Money money,
        List<Spending.UnderWay> underWay,
        Nodes.Node me,
        int nodes,
        long ledgerBytes) {

    /** What was ever spent, in millionths of a US dollar, by what the labels of its counters say. */
    record Money(Map<List<String>, Long> cost, Map<List<String>, Long> overspend, Map<List<String>, Long> again) {}
}
