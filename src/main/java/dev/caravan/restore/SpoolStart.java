package dev.caravan.restore;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lineage.Identity;
import dev.caravan.spool.OwnerMark;
import dev.caravan.spool.Place;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolOwner;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first thing of every start: whose spool it is, said in a mark of this start. */
public final class SpoolStart {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolStart.class);

    private final Ledger ledger;
    private final Spool spool;
    private final Clock clock;

    public SpoolStart(Ledger ledger, Spool spool, Clock clock) {
        this.ledger = ledger;
        this.spool = spool;
        this.clock = clock;
    }

    /**
     * Claims the spool for this start.
     *
     * @param place where the ledger lies
     * @throws IllegalStateException if ledger and spool do not belong together
     */
    public SpoolOwner claim(Place place, SpoolClaim.Wish wish) throws IOException {
        SpoolClaim claim = new SpoolClaim(ledger, spool, place);
        Optional<OwnerMark> last = claim.check(wish);
        if (last.isPresent() && claim.forks(wish, last.get())) {
            fork(last.get());
        } else if (last.isPresent()
                && last.get().incarnation() >= ledger.lineage().identity().incarnation()) {
            throw older(last.get());
        }
        last.ifPresent(mark -> ledger.lineage().incarnationFrom(mark.incarnation() + 1));
        Identity me = ledger.lineage().identity();
        return SpoolOwner.mark(
                spool,
                new OwnerMark(
                        me.name(),
                        me.epoch(),
                        me.incarnation(),
                        place,
                        spool.identity(),
                        clock.instant().toString()));
    }

    private IllegalStateException older(OwnerMark last) throws IOException {
        return new IllegalStateException("The ledger \"" + last.ledger() + "\" is older than its spool ("
                + spool.identity() + "): the spool was last used at " + last.at()
                + " by a newer state of it. Put the newer ledger back. Nothing was changed.");
    }

    private void fork(OwnerMark last) {
        int left = ledger.lineage().fork();
        LOG.warn(
                "This copy of the ledger \"{}\" lives on as \"{}\". {} batches are left to the original; their records"
                        + " are held here (forked)",
                last.ledger(),
                ledger.lineage().identity().name(),
                left);
    }
}
