package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Overview.Job;
import java.util.List;

/** Batches that are not over, oldest first. @param more how many are not shown; empty if all are */
record MonitorBatches(String live, List<BatchLine> batches, String more, String all) {
    private static final int MOST = 1_000;

    boolean none() {
        return batches.isEmpty();
    }

    static MonitorBatches of(MonitorSight sight) {
        String credential = sight.filters().value("credential");
        String state = sight.filters().value("state");
        List<BatchRow> rows = sight.ledger().overview().openBatches(sight.tasks(), MOST).stream()
                .filter(row -> credential.isEmpty() || credential.equals(row.credential()))
                .filter(row -> state.isEmpty() || state.equals(Badge.word(row.state())))
                .toList();
        List<Job> jobs = sight.ledger().overview().jobs(rows.subList(0, Math.min(Viewer.ROWS, rows.size())));
        return new MonitorBatches(
                sight.live("batches"),
                jobs.stream().map(job -> BatchLine.of(job, sight.now())).toList(),
                rows.size() > jobs.size() ? Figures.count(rows.size() - jobs.size()) : "",
                sight.filters().at("/batches"));
    }
}
