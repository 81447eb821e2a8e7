package dev.caravan.restore;

import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Place;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A start as the application makes it, for tests of other packages. */
public final class RestoreTestAccess {
    private RestoreTestAccess() {}

    /**
     * Claims the spool and brings in what it knows.
     *
     * @param readOne reads one drop; false when there is none left
     */
    public static void start(Ledger ledger, Spool spool, Path folder, BooleanSupplier readOne) throws IOException {
        start(ledger, spool).claim(Place.of(folder), SpoolClaim.Wish.NONE);
        new Restoration(ledger, spool).finish(readOne);
    }

    /** Of a process that is alone. */
    static SpoolStart start(Ledger ledger, Spool spool) {
        var patience = new Company.Patience(Duration.ofSeconds(1), Duration.ofSeconds(2), time -> {});
        return new SpoolStart(ledger, spool, Clock.systemUTC(), new Company(ledger.nodes(), spool, false, patience));
    }
}
