package dev.caravan.notice;

import dev.caravan.ledger.Changes.Change;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants to be told.
 *
 * @param key what notices are signed with
 * @param events types ({@code batch.collected}) and kinds ({@code batch.*}); empty: all
 * @param workspace null: all workspaces
 * @param tasks empty: all tasks of the workspace
 */
record Webhook(
        String name,
        URI url,
        byte[] key,
        List<String> events,
        @Nullable String workspace,
        Set<String> tasks) {

    /** @param at the workspace of the change; empty if it is in none any more */
    boolean wants(Change change, String at) {
        String type = change.type();
        String kind = type.substring(0, type.indexOf('.')) + ".*";
        return EventTypes.isTold(type)
                && (events.isEmpty() || events.contains(type) || events.contains(kind))
                && (workspace == null || workspace.equals(at))
                && (tasks.isEmpty() || (change.task() != null && tasks.contains(change.task())));
    }

    /** Never its key. */
    @Override
    public String toString() {
        return name;
    }
}
