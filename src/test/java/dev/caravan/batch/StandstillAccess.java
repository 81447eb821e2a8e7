package dev.caravan.batch;

import dev.caravan.ledger.Ledger;
import dev.caravan.model.Models;
import java.util.List;
import java.util.Map;

/** What is paused, for tests elsewhere. */
public final class StandstillAccess {
    private StandstillAccess() {}

    /** Of a ledger whose providers, credentials and batch models nobody configured: they are known by what is asked about. */
    public static Standstill of(Ledger ledger) {
        return new Standstill(ledger.pauses(), new Models(Map.of(), Map.of(), Map.of()), List::of);
    }
}
