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
    private final Company company;

    /** @param company the other nodes */
    public SpoolStart(Ledger ledger, Spool spool, Clock clock, Company company) {
        this.company = company;
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
        boolean older = last.isPresent() && !isOfThisTime(last.get());
        if (last.isPresent() && claim.forks(wish, last.get())) {
            Gap gap = Gap.look(spool, ledger.restores());
            if (older || gap.isAny()) {
                throw new StartRefusedException(
                        "--fork needs copies of ledger and spool of the same moment; this ledger" + " is older (" + gap
                                + "). Stop the original and copy both. Nothing was changed.");
            }
            fork(last.get());
        }
        if (older) {
            ledger.lineage().incarnationFrom(last.get().incarnation() + 1);
        }
        company.check();
        SpoolOwner owner = SpoolOwner.mark(spool, mark(place), last, this::isKin);
        if (company.isAlone()) {
            spool.removeUnfinished();
        }
        // Only now: whoever was here before sends nothing that this look does not see.
        Gap gap = Gap.look(spool, ledger.restores());
        if (older || gap.isAny() || ledger.restores().isUnderWay()) {
            new Restoration(ledger, spool).begin(gap, "The ledger is older than its spool: there are " + gap + ".");
        }
        return owner;
    }

    /** Whether this ledger has seen the start; marks of earlier versions say nothing but a number. */
    private boolean isOfThisTime(OwnerMark mark) {
        return mark.start() == null
                ? mark.incarnation() < ledger.lineage().identity().incarnation()
                : isKin(mark);
    }

    private boolean isKin(OwnerMark mark) {
        String start = mark.start();
        return start != null && ledger.nodes().knows(mark.incarnation(), start);
    }

    private OwnerMark mark(Place place) throws IOException {
        Identity me = ledger.lineage().identity();
        String now = clock.instant().toString();
        String start = ledger.nodes().me().token();
        return new OwnerMark(me.name(), me.epoch(), me.incarnation(), place, spool.identity(), now, start);
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
