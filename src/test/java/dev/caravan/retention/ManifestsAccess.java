package dev.caravan.retention;

import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Spool;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Lets tests of other packages write manifests. */
public final class ManifestsAccess {
    private ManifestsAccess() {}

    public static Manifests manifests(Ledger ledger, Spool spool, Path folder) {
        return new Manifests(ledger, spool, folder, Clock.systemUTC(), Duration.ofMinutes(10));
    }
}
