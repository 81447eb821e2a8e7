package dev.caravan.restore;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lineage.Identity;
import dev.caravan.spool.OwnerMark;
import dev.caravan.spool.Place;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolOwner;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that a ledger and a spool belong together, before anything is written (protocol rule 18). */
final class SpoolClaim {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolClaim.class);

    private final Ledger ledger;
    private final Spool spool;
    private final Place place;

    /** What the operator says about a ledger that lies elsewhere than at its last start. */
    enum Wish {
        NONE,
        /** It is the same ledger; nobody starts the one at the old place again. */
        MOVED,
        /** It is a copy that lives on by its own. */
        FORK
    }

    /** @param place where the ledger lies */
    SpoolClaim(Ledger ledger, Spool spool, Place place) {
        this.ledger = ledger;
        this.spool = spool;
        this.place = place;
    }

    /**
     * The last start on this spool, if it was one of this very ledger.
     *
     * @return the mark of that start; empty for a spool that nobody has used
     * @throws StartRefusedException if they do not belong together, or nobody can know; nothing was changed then
     */
    Optional<OwnerMark> check(Wish wish) throws IOException {
        Optional<OwnerMark> last = SpoolOwner.last(spool);
        if (last.isEmpty()) {
            return isUnmarked() ? last : check(wish);
        }
        Identity me = ledger.lineage().identity();
        if (!last.get().ledger().equals(me.name())) {
            throw new StartRefusedException("The spool belongs to the ledger \""
                    + last.get().ledger() + "\", but this ledger is \"" + me.name()
                    + "\". A ledger and its spool are one: start with the ledger that wrote this spool, or with"
                    + " an empty spool folder. Nothing was changed.");
        }
        boolean elsewhere = SpoolOwner.isElsewhere(last.get(), place);
        if (elsewhere) {
            checkWish(wish, last.get());
        } else if (wish != Wish.NONE) {
            LOG.warn(
                    "This ledger lies where it was at its last start: --moved and --fork mean nothing. Leave them out, or"
                            + " they hide that a copy is started one day");
        }
        return last;
    }

    /** Whether the operator's word makes this ledger another one. */
    boolean forks(Wish wish, OwnerMark last) {
        return wish == Wish.FORK && SpoolOwner.isElsewhere(last, place);
    }

    /** False if it is marked by now. */
    private boolean isUnmarked() throws IOException {
        Optional<String> stray;
        try (Stream<String> all = spool.list("")) {
            stray = all.findFirst();
        }
        if (stray.isPresent() && SpoolOwner.last(spool).isPresent()) {
            // Another node marked it just now.
            return false;
        }
        if (stray.isPresent()) {
            throw new StartRefusedException("The spool (" + spool.identity() + ") holds files, such as " + stray.get()
                    + ", but no mark of the ledger that wrote them. Give this ledger its own spool, or an empty place"
                    + " (caravan.spool). Nothing was changed.");
        }
        if (!ledger.lineage().isEmpty()) {
            throw new StartRefusedException("The spool (" + spool.identity()
                    + ") is empty, but this ledger has drops and batches whose bytes were in its spool. Bring the spool"
                    + " along, or point caravan.spool at it. Nothing was changed.");
        }
        return true;
    }

    private void checkWish(Wish wish, OwnerMark last) throws IOException {
        if (wish == Wish.NONE) {
            throw new StartRefusedException("The ledger \"" + last.ledger() + "\" was started last at " + last.at()
                    + " in " + last.place() + "; now it is in " + place
                    + ". Two copies of one ledger would pay for everything twice, so Caravan does not start. If it was"
                    + " moved, and the one there is never started again: start once with --moved. If this is a copy"
                    + " that shall live on by its own beside the original: start once with --fork; then it gets a new"
                    + " name, and what the original has at providers is held here. Nothing was changed.");
        }
        if (wish == Wish.FORK && last.spool().equals(spool.identity())) {
            throw new StartRefusedException("--fork needs a spool of its own, but this one (" + spool.identity()
                    + ") is the spool of the ledger in " + last.place()
                    + ". Copy the spool too and point caravan.spool at the copy. Nothing was changed.");
        }
    }
}
