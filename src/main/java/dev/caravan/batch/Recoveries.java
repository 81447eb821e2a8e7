package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Batches.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final Workplace at;
    private final LongSupplier nanoTime;
    private final DoubtEnds ends;
    private final Sweeps sweeps;
    private final Map<Long, Moment> revokedSince = new ConcurrentHashMap<>();

    Recoveries(Workplace at, Shapes shapes, LongSupplier nanoTime) {
        this.at = at;
        this.nanoTime = nanoTime;
        this.ends = new DoubtEnds(at);
        this.sweeps = new Sweeps(at, shapes, ends);
    }

    SearchInHand search(BatchInHand batch) {
        Batches batches = at.ledger().batches();
        List<Try> tries = batches.tries(batch.getId());
        Optional<String> witness = batches.witness(batch.getCredential(), batch.getId());
        return Sweeps.isFor(tries)
                ? sweeps.begin(batch, tries, witness, now())
                : new SearchInHand(tries, witness, now());
    }

    void searched(BatchInHand batch) {
        SearchInHand search = batch.openSearch();
        if (search instanceof SweepInHand sweep) {
            sweeps.searched(batch, sweep);
            return;
        }
        Batches batches = at.ledger().batches();
        for (Try gone : search.goneNow()) {
            batches.inputGone(batch.claim(), gone.no());
        }
        if (!search.found().isEmpty()) {
            ends.adopt(batch, search.found());
            revokedSince.remove(batch.getId());
        } else if (!search.negative()) {
            ends.again(batch, LOOK_AGAIN, search.unclear());
        } else if (!search.allGone()) {
            ends.again(batch, LOOK_AGAIN, "its input could not be revoked yet");
        } else {
            afterRevocation(batch);
        }
    }

    private void afterRevocation(BatchInHand batch) {
        Duration grace = batch.reach().provider().grace();
        Moment since = revokedSince.get(batch.getId());
        if (since == null) {
            revokedSince.put(batch.getId(), now());
            ends.again(batch, grace, "its inputs are revoked; waiting " + grace + " before the last look");
            return;
        }
        // A search that began before the grace was over may have passed a place before ours appeared there.
        Duration left = since.left(grace, batch.openSearch().begun());
        if (left.isNegative() || left.isZero()) {
            at.ledger().batches().revoked(batch.claim());
            revokedSince.remove(batch.getId());
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
