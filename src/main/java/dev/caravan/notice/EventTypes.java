package dev.caravan.notice;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a webhook can be told, by the words of its configuration. */
final class EventTypes {
    private static final List<String> TYPES = List.of(
            "drop.received",
            "drop.sealed",
            "drop.failed",
            "drop.finished",
            "batch.assembled",
            "batch.submitted",
            "batch.in_doubt",
            "batch.collecting",
            "batch.collected",
            "batch.dissolved",
            "batch.lost",
            "submission.accepted",
            "submission.completed",
            "submission.failed",
            "publication.sealed",
            "publication.published",
            "review.waiting",
            "review.done");

    private EventTypes() {}

    /** States that last for a moment, and the counts that move with every chunk of records, are no news. */
    static boolean isTold(String type) {
        return TYPES.contains(type);
    }

    /** Every type, and every kind with {@code .*} behind it. */
    static Set<String> allowed() {
        Set<String> allowed = new TreeSet<>(TYPES);
        TYPES.forEach(type -> allowed.add(type.substring(0, type.indexOf('.')) + ".*"));
        return allowed;
    }
}
