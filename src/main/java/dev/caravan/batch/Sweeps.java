package dev.caravan.batch;

import dev.caravan.ledger.Batches.Try;
import dev.caravan.ledger.Doubts;
import dev.caravan.ledger.TryState;
import dev.caravan.provider.DoubtSettings;
import dev.caravan.provider.ResultLines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends doubts about creates that can't be revoked (protocol class C, steps R1 and R2): look for an unknown batch of the
 * same size; adopt what is ours; wait while one may be; only a complete search that found none and began when the wait
 * was over lets the batch be sent again, or held. The wait counts from this process's first look and starts from zero in
 * a new one.
 */
final class Sweeps {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);

    /** With {@code on-doubt: hold}, a provider whose list tells nothing for so many times the wait ends the doubt too. */
    private static final int PATIENCE = 10;

    private final Workplace at;
    private final Shapes shapes;
    private final DoubtEnds ends;
    private final Waits waits = new Waits();
    private final Map<Long, Set<String>> foreign = new ConcurrentHashMap<>();

    Sweeps(Workplace at, Shapes shapes, DoubtEnds ends) {
        this.at = at;
        this.shapes = shapes;
        this.ends = ends;
    }

    /** Whether the doubt is of this kind; the try says so, not the configuration of today. */
    static boolean isFor(List<Try> tries) {
        return tries.stream().anyMatch(t -> t.state() == TryState.CREATING && !t.revocable());
    }

    SweepInHand begin(Doubt doubt, Set<String> witnesses, Recoveries.Moment now) {
        BatchInHand batch = doubt.batch();
        waits.begin(doubt, now);
        Set<String> others = foreign.computeIfAbsent(batch.getId(), id -> ConcurrentHashMap.newKeySet());
        Shapes.Bound bound = shapes.of(batch.batch().recipeId());
        ResultLines lines =
                at.protocols().get(bound.protocol()).results(bound.shape().with(batch.getSettings()));
        return new SweepInHand(at, doubt, lines, others, witnesses, now);
    }

    void searched(SweepInHand sweep) {
        BatchInHand batch = sweep.doubt().batch();
        if (!sweep.doubt().found().isEmpty()) {
            ends.adopt(batch, sweep.doubt().found());
            forget(batch);
        } else if (!sweep.negative()) {
            unclear(batch, sweep);
        } else if (sweep.open().isEmpty()) {
            nothingThere(batch, sweep);
        } else if (isTheOnlyOne(batch, sweep)) {
            ends.adoptByNumber(batch, sweep.open().get(0), sweep.doubt().tryNo());
            forget(batch);
        } else {
            ends.again(
                    batch,
                    batch.reach().provider().polling().longest(),
                    sweep.open() + " may be it; their custom ids tell when they have ended");
        }
    }

    /** Ours by its size alone: nobody else makes batches there, and no other doubt of ours has that size. */
    private boolean isTheOnlyOne(BatchInHand batch, SweepInHand sweep) {
        return DoubtSettings.exclusive(batch.getSettings())
                && sweep.open().size() == 1
                && !at.ledger().doubts().hasRival(batch.claim());
    }

    private void nothingThere(BatchInHand batch, SweepInHand sweep) {
        Duration wait = batch.reach().provider().grace();
        Duration left = left(sweep, wait);
        if (!left.isNegative() && !left.isZero()) {
            ends.again(batch, left, "it was not found; waiting " + wait + " before the last look");
        } else if (DoubtSettings.holds(batch.getSettings())) {
            hold(batch, "the provider shows no such batch after " + wait);
        } else {
            at.ledger().doubts().unseen(batch.claim());
            forget(batch);
            LOG.warn(
                    "Batch {}: {} shows no such batch after {}; it is sent again",
                    batch.getId(),
                    batch.reach().provider().name(),
                    wait);
        }
    }

    private void unclear(BatchInHand batch, SweepInHand sweep) {
        Duration longest = batch.reach().provider().grace().multipliedBy(PATIENCE);
        boolean patient = left(sweep, longest).compareTo(Duration.ZERO) > 0;
        if (patient || !DoubtSettings.holds(batch.getSettings())) {
            ends.soon(batch, sweep.unclear());
        } else {
            hold(batch, sweep.unclear() + ", for " + longest);
        }
    }

    private void hold(BatchInHand batch, String why) {
        Doubts doubts = at.ledger().doubts();
        doubts.lost(batch.claim(), "create_in_doubt", "nobody knows whether they were sent: " + why);
        forget(batch);
        LOG.error(
                "Batch {} stays in doubt and its records are held: {}. Look for {} requests at {} before you release them",
                batch.getId(),
                why,
                batch.batch().lines(),
                batch.reach().provider().name());
    }

    private Duration left(SweepInHand sweep, Duration wait) {
        Recoveries.Moment begun = waits.since(sweep.doubt());
        return begun == null ? wait : begun.left(wait, sweep.begun());
    }

    private void forget(BatchInHand batch) {
        waits.end(batch.getId());
        foreign.remove(batch.getId());
    }
}
