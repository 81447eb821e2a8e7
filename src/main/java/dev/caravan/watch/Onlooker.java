package dev.caravan.watch;

import dev.caravan.access.Caller;
import dev.caravan.ledger.Changes.Change;
import dev.caravan.ledger.Changes.Kind;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who looks on.
 *
 * @param tasks whose changes may be seen; null for all there are and ever were
 * @param part what alone is looked at
 * @param telling what is sent of a change
 */
public record Onlooker(Caller caller, @Nullable Set<String> tasks, Part part, Function<Change, Told> telling) {

    /** @param name of the event; @param data as JSON */
    public record Told(String name, Object data) {}

    /**
     * Null for all that may be seen.
     *
     * @param task is among {@link Onlooker#tasks} already
     */
    public record Part(@Nullable String task, @Nullable Long drop) {
        boolean isAll() {
            return task == null && drop == null;
        }
    }

    boolean wants(Change change) {
        return sees(change) && (part.drop() == null || isOf(change, part.drop()));
    }

    private boolean sees(Change change) {
        String workspace = change.workspace();
        if (workspace != null) {
            return part.isAll() && caller.sees(workspace);
        }
        String task = change.task();
        return tasks == null || (task != null && tasks.contains(task));
    }

    private static boolean isOf(Change change, long drop) {
        return (change.kind() == Kind.DROP || change.kind() == Kind.RECORDS || change.kind() == Kind.REVIEW)
                && change.id().equals(Long.toString(drop));
    }
}
