package dev.caravan.console.monitor;

import dev.caravan.ledger.Lists.DropRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Drops under way, oldest first, and those of the newest that came to rest and left something behind.
 *
 * @param more whether there are more under way than are shown
 */
record MonitorDrops(String live, List<DropLine> drops, boolean more, List<DropLine> left) {

    boolean none() {
        return drops.isEmpty();
    }

    boolean hasLeft() {
        return !left.isEmpty();
    }

    static MonitorDrops of(MonitorSight sight, MonitorSight.Rows rows) {
        List<DropRow> moving = rows.moving();
        boolean more = moving.size() > Viewer.ROWS;
        List<DropRow> shown = more ? moving.subList(0, Viewer.ROWS) : moving;
        List<DropRow> left = rows.left();
        List<DropRow> all = new ArrayList<>(shown);
        all.addAll(left);
        Map<Long, Outlook> outlooks =
                new Outlooks(sight.ledger(), sight.viewer().tasks(), sight.now()).of(all);
        return new MonitorDrops(sight.live("drops"), lines(sight, shown, outlooks), more, lines(sight, left, outlooks));
    }

    private static List<DropLine> lines(MonitorSight sight, List<DropRow> rows, Map<Long, Outlook> outlooks) {
        List<DropLine> lines = new ArrayList<>();
        for (DropRow row : rows) {
            Outlook outlook = outlooks.get(row.drop().id());
            if (outlook != null) {
                lines.add(DropLine.of(row, sight.viewer(), outlook, sight.now()));
            }
        }
        return lines;
    }
}
