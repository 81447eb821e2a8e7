package dev.caravan.restore;

import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Editions;
import dev.caravan.spool.Sha256;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Files that were written again in the time that was lost, because a record was erased from them. */
final class PastEditions {
    private final Ledger ledger;
    private final Spool spool;
    private final Editions editions;

    PastEditions(Ledger ledger, Spool spool) {
        this.ledger = ledger;
        this.spool = spool;
        this.editions = new Editions(spool);
    }

    /** The ledger names their newest editions from now on. */
    void bringIn() throws IOException {
        Set<String> again = new TreeSet<>();
        try (Stream<String> all = spool.list("")) {
            all.filter(Editions::isLater).map(Editions::first).forEach(again::add);
        }
        for (String first : again) {
            String newest = editions.newest(first).orElse(first);
            String sha256 = Sha256.of(spool, newest);
            for (String old = first; !old.equals(newest); old = Editions.after(old)) {
                ledger.restores().renamed(old, newest, sha256);
            }
            if (Rebuilt.isSegment(newest)) {
                new MovedFrames(ledger, spool).find(Long.parseLong(newest.split("/", -1)[1]), newest);
            }
        }
    }
}
