package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.ledger.Lists.DropRow;
import java.time.Instant;

/**
 * A drop in a list.
 *
 * @param file where it came from, for people; @param uri the whole of it
 * @param age since it was read; empty while it is not
 */
record DropLine(
        long id,
        String href,
        String task,
        String file,
        String uri,
        Badge state,
        boolean cancelled,
        boolean held,
        Bar bar,
        String read,
        String refused,
        String readAt,
        String age,
        Outlook outlook) {

    static DropLine of(DropRow row, Viewer viewer, Outlook outlook, Instant now) {
        return new DropLine(
                row.drop().id(),
                "/drops/" + row.drop().id(),
                row.task(),
                viewer.shown(row.drop().uri()),
                row.drop().uri(),
                Badge.of(row.drop().state()),
                row.cancelled(),
                row.held(),
                Bar.of(row.drop().counts()),
                Figures.count(row.drop().counts().read()),
                row.drop().counts().refused() == 0
                        ? ""
                        : Wording.many(row.drop().counts().refused(), "row refused", "rows refused"),
                Viewer.iso(row.readAt()),
                row.readAt() == null ? "" : "read " + Figures.age(row.readAt(), now) + " ago",
                outlook);
    }
}
