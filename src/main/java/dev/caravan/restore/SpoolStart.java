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
     * @throws StartRefusedException if ledger and spool do not belong together
     */
    public SpoolOwner claim(Place place, SpoolClaim.Wish wish) throws IOException {
        SpoolClaim claim = new SpoolClaim(ledger, spool, place);
        Optional<OwnerMark> last = claim.check(wish);
        long before = ledger.lineage().identity().incarnation();
        boolean older = last.isPresent() && last.get().incarnation() >= before;
        if (last.isPresent() && claim.forks(wish, last.get())) {
            Gap gap = Gap.look(spool, ledger.restores().horizon());
            if (older || gap.isAny()) {
                throw new StartRefusedException(
                        "--fork needs copies of ledger and spool of the same moment; this ledger" + " is older (" + gap
                                + "). Stop the original and copy both. Nothing was changed.");
            }
            fork(last.get());
        }
        last.ifPresent(mark -> ledger.lineage().incarnationFrom(mark.incarnation() + 1));
        SpoolOwner owner = SpoolOwner.mark(spool, mark(place));
        // Only now: whoever was here before sends nothing that this look does not see.
        Gap gap = Gap.look(spool, ledger.restores().horizon());
        if (older || gap.isAny() || ledger.restores().isUnderWay()) {
            new Restoration(ledger, spool).begin(gap, "The ledger is older than its spool: there are " + gap + ".");
        }
        return owner;
    }

    private OwnerMark mark(Place place) throws IOException {
        Identity me = ledger.lineage().identity();
        String now = clock.instant().toString();
        return new OwnerMark(me.name(), me.epoch(), me.incarnation(), place, spool.identity(), now);
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
