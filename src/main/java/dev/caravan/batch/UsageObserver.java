package dev.caravan.batch;

import dev.caravan.ledger.Collection.Usage;

/**
 * Hears what tokens answers took, once for many of them and after the ledger has them. A process that dies in between never
 * tells. Returns at once and throws nothing.
 */
@FunctionalInterface
public interface UsageObserver {

    /** @param model the provider's name of it */
    void used(int taskId, String model, Usage usage);
}
