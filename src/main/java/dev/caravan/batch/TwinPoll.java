package dev.caravan.batch;

import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.PollStep;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at a twin that was told to stop. */
final class TwinPoll implements PollStep {
    private static final Logger LOG = LoggerFactory.getLogger(TwinPoll.class);

    private final Workplace at;
    private final TwinInHand twin;
    private boolean over;

    TwinPoll(Workplace at, TwinInHand twin) {
        this.at = at;
        this.twin = twin;
    }

    @Override
    public void status(JobStatus status) {
        if (over) {
            return;
        }
        over = true;
        if (status.terminal()) {
            LOG.info("The {} ({}) is {}", twin, twin.getProviderId(), status.state());
            at.ledger().twins().ended(twin.claim(), JobResults.of(status).toJson());
        } else {
            at.ledger().twins().release(twin.claim(), wait(null), status.state());
        }
    }

    @Override
    public void failed(Failure failure) {
        if (over) {
            return;
        }
        over = true;
        Duration wait = wait(failure);
        at.ledger().twins().release(twin.claim(), wait, failure.code() + ": " + failure.message());
        LOG.warn(
                "The {} ({}) could not be asked about ({}: {}); again in {}",
                twin,
                twin.getProviderId(),
                failure.code(),
                failure.message(),
                wait);
    }

    @Override
    public void absent(Failure failure) {
        if (!over && ResultsKept.areGone(at, twin.claim().batch(), twin.reach().provider())) {
            over = true;
            at.ledger().twins().gone(twin.claim(), failure.code() + ": " + failure.message());
            LOG.error(
                    "The {} ({}) is no longer known at {} ({}); what it may have cost is not counted",
                    twin,
                    twin.getProviderId(),
                    twin.reach().provider().name(),
                    failure.message());
        } else {
            failed(failure);
        }
    }

    boolean isOver() {
        return over;
    }

    private Duration wait(@org.jspecify.annotations.Nullable Failure failure) {
        var polling = twin.reach().provider().polling();
        return new Backoff(polling.first(), polling.longest())
                .after(twin.claim().polls() + 1, failure == null ? null : failure.retryAfter());
    }
}
