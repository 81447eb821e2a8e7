package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.PollStep;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at a running batch. */
final class PollInHand implements PollStep {
    private static final Logger LOG = LoggerFactory.getLogger(PollInHand.class);

    private final Workplace at;
    private final BatchInHand batch;
    private boolean over;

    PollInHand(Workplace at, BatchInHand batch) {
        this.at = at;
        this.batch = batch;
    }

    @Override
    public void status(JobStatus status) {
        status(status, null);
    }

    @Override
    public void status(JobStatus status, @Nullable Duration earliest) {
        if (over) {
            return;
        }
        String note = status.failure() == null
                ? null
                : status.failure().code() + ": " + status.failure().message();
        var progress = new Batches.Progress(status.state(), status.total(), status.completed(), status.failed(), note);
        boolean moved = !status.state().equals(batch.batch().providerStatus());
        if (moved) {
            LOG.info(
                    "Batch {} is {} at {} ({} of {} done, {} failed)",
                    batch.getId(),
                    status.state(),
                    batch.reach().provider().name(),
                    status.completed(),
                    status.total(),
                    status.failed());
        }
        if (status.terminal()) {
            at.ledger()
                    .batches()
                    .ended(batch.claim(), progress, JobResults.of(status).toJson());
        } else {
            at.ledger()
                    .batches()
                    .progress(
                            batch.claim(),
                            progress,
                            wait(moved ? 0 : batch.batch().polls(), earliest));
        }
        over = true;
    }

    @Override
    public void failed(Failure failure) {
        if (over) {
            return;
        }
        Duration wait = backoff().after(batch.batch().polls() + 1, failure.retryAfter());
        at.ledger().batches().release(batch.claim(), wait, failure.code() + ": " + failure.message());
        over = true;
        LOG.warn(
                "Batch {}: {} could not say how it is ({}: {}); asked again in {}",
                batch.getId(),
                batch.reach().provider().name(),
                failure.code(),
                failure.message(),
                wait);
    }

    boolean isOver() {
        return over;
    }

    /** Ours, but not before the provider wants to be asked; it has no say beyond the longest wait. */
    private Duration wait(int unchanged, @Nullable Duration earliest) {
        Duration ours = backoff().after(unchanged + 1);
        Duration theirs = earliest == null ? ours : backoff().after(1, earliest);
        return theirs.compareTo(ours) > 0 ? theirs : ours;
    }

    private Backoff backoff() {
        var polling = batch.reach().provider().polling();
        return new Backoff(polling.first(), polling.longest());
    }
}
