package dev.caravan.review;

import dev.caravan.ledger.OpenItems;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which open items; null for any.
 *
 * @param task its name
 * @param reason the code for which it is open
 * @param assignee whom it is assigned to
 * @param drop id of the drop it came in
 * @param tasks only of these, by name: those that whoever asks may see
 */
public record Filter(
        @Nullable String task,
        @Nullable String reason,
        @Nullable String assignee,
        @Nullable Long drop,
        @Nullable Set<String> tasks) {
    public static final Filter ALL = new Filter(null, null, null, null);

    /** Of all tasks. */
    public Filter(@Nullable String task, @Nullable String reason, @Nullable String assignee, @Nullable Long drop) {
        this(task, reason, assignee, drop, null);
    }

    OpenItems.Query query() {
        return new OpenItems.Query(task, reason, assignee, drop, tasks);
    }
}
