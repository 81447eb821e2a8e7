package dev.caravan.review;

import dev.caravan.ledger.Act;
import org.jspecify.annotations.Nullable;

/**
 * What a person decides on one item.
 *
 * @param version of the item as the person saw it
 * @param value for {@link Act#EDIT}: the right answer, as JSON
 * @param model for {@link Act#AGAIN}: the batch model that answers once; null for the task's own
 * @param assignee for {@link Act#ASSIGN}; null for nobody
 */
public record Decision(
        long recordId,
        int version,
        Act act,
        String actor,
        @Nullable String why,
        @Nullable String value,
        @Nullable String model,
        @Nullable String assignee) {

    public static Decision approve(long recordId, int version, String actor) {
        return new Decision(recordId, version, Act.APPROVE, actor, null, null, null, null);
    }

    public static Decision edit(long recordId, int version, String actor, String value) {
        return new Decision(recordId, version, Act.EDIT, actor, null, value, null, null);
    }
}
