package dev.caravan.restore;

import dev.caravan.ledger.SqliteLedger;
import dev.caravan.spool.Place;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/** A start as the application makes it, for tests of other packages. */
public final class RestoreTestAccess {
    private RestoreTestAccess() {}

    /**
     * Claims the spool and brings in what it knows.
     *
     * @param readOne reads one drop; false when there is none left
     */
    public static void start(SqliteLedger ledger, Spool spool, Path folder, BooleanSupplier readOne)
            throws IOException {
        new SpoolStart(ledger, spool, Clock.systemUTC()).claim(Place.of(folder), SpoolClaim.Wish.NONE);
        new Restoration(ledger, spool).finish(readOne);
    }
}
