package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Batches.Try;
import dev.caravan.trace.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends doubts. Where creates can be revoked (protocol class A, steps R1 to R5; {@link Sweeps} for the others): look; revoke the inputs of all tries; wait the grace on this process's
 * own monotonic clock and on the wall clock; look again; only a complete negative search lets the batch be sent again.
 * The grace starts from zero in a new process.
 */
final class Recoveries {
    private static final Logger LOG = LoggerFactory.getLogger(Recoveries.class);
    /** How many doubts of one credential share a look. */
    private static final int AT_ONCE = 50;

    private final Workplace at;
    private final LongSupplier nanoTime;
    private final DoubtEnds ends;
    private final Sweeps sweeps;
    private final Waits revoked = new Waits();

    Recoveries(Workplace at, Shapes shapes, LongSupplier nanoTime) {
        this.at = at;
        this.nanoTime = nanoTime;
        this.ends = new DoubtEnds(at);
        this.sweeps = new Sweeps(at, shapes, ends);
    }

    /** Where creates can be revoked, the search is one for all doubts of the credential that are due (rule 8). */
    SearchInHand search(BatchInHand batch) {
        Batches batches = at.ledger().batches();
        List<Try> tries = batches.tries(batch.getId());
        var doubt = new Doubt(batch, tries);
        if (Sweeps.isFor(tries)) {
            return sweeps.begin(doubt, witnesses(List.of(doubt)), now());
        }
        List<Doubt> all = new ArrayList<>(List.of(doubt));
        for (Batches.Claim other : batches.claimDoubts(batch.getCredential(), AT_ONCE)) {
            at.inHand(other).ifPresent(due -> all.add(new Doubt(due, batches.tries(due.getId()))));
        }
        return new SearchInHand(all, witnesses(all), now());
    }

    /** Older than every doubt, and young enough for the provider's list to show them still. */
    private Set<String> witnesses(List<Doubt> doubts) {
        BatchInHand first = doubts.get(0).batch();
        long oldest =
                doubts.stream().mapToLong(doubt -> doubt.batch().getId()).min().orElse(0);
        Instant listed =
                at.clock().instant().minus(first.reach().provider().kept().batches());
        return at.ledger().batches().witnesses(first.getCredential(), oldest, listed);
    }

    void searched(BatchInHand batch) {
        SearchInHand search = batch.openSearch();
        if (search instanceof SweepInHand sweep) {
            sweeps.searched(sweep);
            return;
        }
        for (Doubt doubt : search.doubts()) {
            try (Ids ids = Ids.put(doubt.batch().inHand())) {
                searched(doubt, search);
            }
        }
    }

    private void searched(Doubt doubt, SearchInHand search) {
        BatchInHand batch = doubt.batch();
        for (Try gone : doubt.goneNow()) {
            at.ledger().batches().inputGone(batch.claim(), gone.no());
        }
        if (!doubt.found().isEmpty()) {
            ends.adopt(batch, doubt.found());
            revoked.end(batch.getId());
        } else if (!search.negative()) {
            ends.soon(batch, search.unclear());
        } else if (!doubt.allGone()) {
            ends.soon(batch, "its input could not be revoked yet");
        } else {
            afterRevocation(doubt, search);
        }
    }

    private void afterRevocation(Doubt doubt, SearchInHand search) {
        BatchInHand batch = doubt.batch();
        Duration grace = batch.reach().provider().grace();
        Moment since = revoked.since(doubt);
        if (since == null) {
            revoked.begin(doubt, now());
            ends.again(batch, grace, "its inputs are revoked; waiting " + grace + " before the last look");
            return;
        }
        // A search that began before the grace was over may have passed a place before ours appeared there.
        Duration left = since.left(grace, search.begun());
        if (left.isNegative() || left.isZero()) {
            at.ledger().batches().revoked(batch.claim());
            revoked.end(batch.getId());
            LOG.info(
                    "Batch {}: {} never accepted it; it is sent again",
                    batch.getId(),
                    batch.reach().provider().name());
        } else {
            ends.again(batch, left, "waiting before the last look");
        }
    }

    private Moment now() {
        return new Moment(nanoTime.getAsLong(), at.clock().instant());
    }

    /** On both clocks: the monotonic one can't be set back, the wall clock also counts time asleep. */
    record Moment(long nanos, Instant wall) {

        /** What is left of the grace that began here, at a later moment. */
        Duration left(Duration grace, Moment later) {
            Duration byNanos = grace.minusNanos(later.nanos - nanos);
            Duration byWall = grace.minus(Duration.between(wall, later.wall));
            return byNanos.compareTo(byWall) > 0 ? byNanos : byWall;
        }
    }
}
