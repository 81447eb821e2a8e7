package dev.caravan.ledger;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the ledger alone knows of why a batch or a record is not further. Reads only; for whoever looks, not for stages. */
public interface Holdups {

    Optional<OfBatch> batch(long batchId);

    /** What a record waits for by itself; empty if nothing of that kind. */
    Optional<OfRecord> record(long recordId);

    /** The number of a task; 0 if the ledger has never seen it. */
    int task(String name);

    /** What waits of a task for a batch; empty if nothing does. */
    Optional<Assembly.Waiting> queue(int taskId);

    /** The node that has it in hand; empty if nobody, or one that is dead, does. */
    Optional<Nodes.Node> node(int number);

    /** Why a credential was stopped, if the last word on it within a day is not that it works again. */
    Optional<String> stopped(String credential);

    /**
     * @param owner number of the node that has it in hand; 0 if nobody has
     * @param since when the member that has waited longest was queued
     * @param due when somebody looks at it next, or sends it at the earliest
     * @param polls how often in a row nothing came of it
     * @param again whether it is to be cut anew: another size, another model
     * @param room why its account or its task's budget has no room for it now; null if there is
     */
    record OfBatch(
            int taskId,
            int recipeId,
            int owner,
            Instant since,
            boolean late,
            Instant due,
            int polls,
            boolean again,
            @Nullable NoRoom room) {}

    /** @param budget whether it is about money; else about the account at the provider; @param until null if nobody knows */
    record NoRoom(boolean budget, String why, @Nullable Instant until) {}

    /** @param retry whether it goes again by itself at {@code due}; @param detail what stopped it, for a person */
    record OfRecord(boolean retry, Instant due, String detail) {}
}
