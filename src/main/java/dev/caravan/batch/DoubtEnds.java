package dev.caravan.batch;

import dev.caravan.ledger.Twins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a look at the provider's list can end in, whatever kind of doubt it was. */
final class DoubtEnds {
    private static final Logger LOG = LoggerFactory.getLogger(DoubtEnds.class);
    private static final Backoff LOOKS = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));

    private final Workplace at;

    DoubtEnds(Workplace at) {
        this.at = at;
    }

    /** @param found ours for certain, newest first; the oldest is kept, the others are twins (rule 11) */
    void adopt(BatchInHand batch, List<Doubt.Found> found) {
        List<Twins.Found> oldestFirst = new ArrayList<>();
        for (Doubt.Found one : found) {
            oldestFirst.add(0, new Twins.Found(batch.getId(), one.tryNo(), one.providerId()));
        }
        at.ledger()
                .twins()
                .adopted(
                        batch.claim(),
                        oldestFirst,
                        batch.reach().provider().polling().first());
        String kept = oldestFirst.get(0).providerId();
        at.papers().accepted(batch.getId(), oldestFirst.get(0).tryNo(), kept);
        LOG.info(
                "Batch {} was accepted after all: {} has it as {}",
                batch.getId(),
                batch.reach().provider().name(),
                kept);
        if (found.size() > 1) {
            LOG.error(
                    "Batch {} exists {} times at {}: {}. {} is kept; the others are cancelled, and what they have"
                            + " finished by then is collected and counted as overspend",
                    batch.getId(),
                    found.size(),
                    batch.reach().provider().name(),
                    found.stream().map(Doubt.Found::providerId).toList(),
                    kept);
        }
    }

    void again(BatchInHand batch, Duration wait, String why) {
        at.ledger().batches().release(batch.claim(), wait, why);
        LOG.info("Batch {} stays in doubt: {}; next look in {}", batch.getId(), why, wait);
    }

    /** The look itself came to nothing: again after a wait that grows from look to look. */
    void soon(BatchInHand batch, String why) {
        again(batch, LOOKS.after(batch.batch().polls() + 1), why);
    }

    /** Ours by the number of its requests; its custom ids are looked at before its results move anything. */
    void adoptByNumber(BatchInHand batch, String providerId, int tryNo) {
        at.ledger()
                .doubts()
                .adopted(
                        batch.claim(),
                        tryNo,
                        providerId,
                        batch.reach().provider().polling().first());
        at.papers().accepted(batch.getId(), tryNo, providerId);
        LOG.info(
                "Batch {} seems to have been accepted: {} is the only unknown batch with {} requests at {}",
                batch.getId(),
                providerId,
                batch.batch().lines(),
                batch.reach().provider().name());
    }
}
