package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.ledger.Contents.Failures;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.RecordState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Failures by code of the drops that the monitor shows, most first. @param part whether not all were counted */
record MonitorFailures(String live, List<FailureLine> rows, boolean part, String look) {
    private static final int LOOK = 10_000;
    private static final int MOST = 20;
    private static final Set<RecordState> STATES =
            Set.of(RecordState.INVALID_OUTPUT, RecordState.PROVIDER_ERROR, RecordState.HELD);

    boolean none() {
        return rows.isEmpty();
    }

    static MonitorFailures of(MonitorSight sight, MonitorSight.Rows rows) {
        List<DropRow> drops = new ArrayList<>(rows.moving());
        drops.addAll(rows.left());
        List<Long> ids = drops.stream()
                .filter(row ->
                        STATES.stream().anyMatch(state -> row.drop().counts().in(state) > 0))
                .map(row -> row.drop().id())
                .toList();
        Failures failures = sight.ledger().contents().failures(ids, STATES, LOOK);
        return new MonitorFailures(
                sight.live("failures"),
                failures.rows().stream().limit(MOST).map(FailureLine::of).toList(),
                !failures.whole() || failures.rows().size() > MOST,
                Figures.count(LOOK));
    }
}
