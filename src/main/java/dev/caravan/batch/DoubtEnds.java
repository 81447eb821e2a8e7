package dev.caravan.batch;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a look at the provider's list can end in, whatever kind of doubt it was. */
final class DoubtEnds {
    private static final Logger LOG = LoggerFactory.getLogger(DoubtEnds.class);

    private final Workplace at;

    DoubtEnds(Workplace at) {
        this.at = at;
    }

    /** @param found ours for certain, newest first; the oldest is kept */
    void adopt(BatchInHand batch, List<SearchInHand.Found> found) {
        SearchInHand.Found kept = found.get(found.size() - 1);
        at.ledger()
                .batches()
                .accepted(
                        batch.claim(),
                        kept.tryNo(),
                        kept.providerId(),
                        batch.reach().provider().polling().first());
        at.papers().accepted(batch.getId(), kept.tryNo(), kept.providerId());
        LOG.info(
                "Batch {} was accepted after all: {} has it as {}",
                batch.getId(),
                batch.reach().provider().name(),
                kept.providerId());
        if (found.size() > 1) {
            LOG.error(
                    "Batch {} exists {} times at {}: {}. Caravan keeps {}; cancel the others there",
                    batch.getId(),
                    found.size(),
                    batch.reach().provider().name(),
                    found,
                    kept.providerId());
        }
    }

    void again(BatchInHand batch, Duration wait, String why) {
        at.ledger().batches().release(batch.claim(), wait, why);
        LOG.info("Batch {} stays in doubt: {}; next look in {}", batch.getId(), why, wait);
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
        LOG.info(
                "Batch {} seems to have been accepted: {} is the only unknown batch with {} requests at {}",
                batch.getId(),
                providerId,
                batch.batch().members().size(),
                batch.reach().provider().name());
    }
}
