package dev.caravan.console.monitor;

import dev.caravan.console.Filters;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.Slice;
import dev.caravan.ledger.RecordState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one look at the monitor is about.
 *
 * @param tasks those that are shown; null for all
 * @param everything whether nothing is hidden from the reader
 */
record MonitorSight(
        Viewer viewer, Filters filters, @Nullable Set<String> tasks, boolean everything, Instant now) {
    /** Of the newest drops, those are shown that left something behind. */
    private static final int NEWEST = 50;

    Ledger ledger() {
        return viewer.ledger();
    }

    String live(String part) {
        return filters.at("/monitor", "part", part);
    }

    /**
     * Drops that are shown.
     *
     * @param moving oldest first; one more than is shown, to know whether there are more
     * @param left newest first: at rest, with records that somebody has to do something about
     */
    record Rows(List<DropRow> moving, List<DropRow> left) {}

    Rows rows() {
        List<DropRow> moving = ledger().overview().moving(tasks, Viewer.ROWS + 1);
        Set<Long> known = new HashSet<>();
        moving.forEach(row -> known.add(row.drop().id()));
        List<DropRow> left = ledger().lists().drops(new Slice(tasks, 0, NEWEST), null, null, null).stream()
                .filter(row -> !known.contains(row.drop().id()))
                .filter(MonitorSight::leftSomething)
                .toList();
        return new Rows(moving, left);
    }

    private static boolean leftSomething(DropRow row) {
        return row.drop().reason() != null
                || row.drop().counts().in(RecordState.INVALID_OUTPUT) > 0
                || row.drop().counts().in(RecordState.PROVIDER_ERROR) > 0
                || row.drop().counts().in(RecordState.HELD) > 0;
    }
}
