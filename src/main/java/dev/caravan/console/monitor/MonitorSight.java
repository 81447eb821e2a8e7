package dev.caravan.console.monitor;

import dev.caravan.console.Filters;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.Slice;
import dev.caravan.ledger.RecordState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one look at the monitor is about. @param tasks those that are shown; null for all */
record MonitorSight(
        Viewer viewer, Filters filters, @Nullable Set<String> tasks, Instant now) {
    /** Of the newest drops, those are shown that left something behind. */
    private static final int NEWEST = 50;

    Ledger ledger() {
        return viewer.ledger();
    }

    String live(String part) {
        return filters.at("/monitor", "part", part);
    }

    /** One more than is shown. */
    List<DropRow> moving() {
        return ledger().overview().moving(tasks, Viewer.ROWS + 1);
    }

    /** Newest first: at rest, with records that somebody has to do something about. */
    List<DropRow> left(List<DropRow> moving) {
        Set<Long> known = new HashSet<>();
        moving.forEach(row -> known.add(row.drop().id()));
        List<DropRow> left = new ArrayList<>();
        for (DropRow row : ledger().lists().drops(new Slice(tasks, 0, NEWEST), null, null, null)) {
            boolean troubled = row.drop().reason() != null
                    || row.drop().counts().in(RecordState.INVALID_OUTPUT) > 0
                    || row.drop().counts().in(RecordState.PROVIDER_ERROR) > 0
                    || row.drop().counts().in(RecordState.HELD) > 0;
            if (troubled && !known.contains(row.drop().id())) {
                left.add(row);
            }
        }
        return left;
    }
}
