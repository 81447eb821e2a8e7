package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.PollStep;
import dev.caravan.trace.Work;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at a running batch. */
final class PollInHand implements PollStep {
    private static final Logger LOG = LoggerFactory.getLogger(PollInHand.class);

    private final Workplace at;
    private final BatchInHand batch;
    private final Deadline deadline;
    private final Lateness lateness;
    private final Losses losses;
    private @Nullable String providerTime;
    private boolean over;

    PollInHand(Workplace at, BatchInHand batch, Watch watch) {
        this.at = at;
        this.batch = batch;
        this.deadline = watch.deadline();
        this.lateness = watch.lateness();
        this.losses = watch.losses();
    }

    @Override
    public void providerTime(@Nullable String date) {
        providerTime = date;
    }

    @Override
    public void status(JobStatus status) {
        status(status, null);
    }

    @Override
    public void status(JobStatus told, @Nullable Duration earliest) {
        if (over) {
            return;
        }
        at.pace().breakers().worked(batch.getCredential());
        if (losses.isQuarantined(batch, told)) {
            over = true;
            return;
        }
        JobStatus status = expired(told) ? withState(told, "expired") : told;
        String note = status.failure() == null
                ? null
                : status.failure().code() + ": " + status.failure().message();
        var progress = new Batches.Progress(status.state(), status.total(), status.completed(), status.failed(), note);
        boolean moved = !status.state().equals(batch.batch().providerStatus());
        Work.here().quiet(!moved && !status.terminal()).say("caravan.provider_status", status.state());
        if (moved) {
            LOG.info(
                    "Batch {} is {} at {}{}",
                    batch.getId(),
                    status.state(),
                    batch.reach().provider().name(),
                    counts(status));
        }
        if (status.terminal()) {
            at.ledger()
                    .batches()
                    .ended(batch.claim(), progress, JobResults.of(status).toJson());
            deadline.ended(batch.getId());
            losses.tell(batch, status.failure());
        } else {
            at.ledger()
                    .batches()
                    .progress(
                            batch.claim(),
                            progress,
                            tooOld() || lateness.passesNow(batch, providerTime)
                                    ? Duration.ZERO
                                    : wait(moved ? 0 : batch.batch().polls(), earliest));
        }
        over = true;
    }

    /** Rule 15: never sent again by itself. */
    @Override
    public void absent(Failure failure) {
        if (!over && losses.isLost(batch, failure)) {
            over = true;
        } else {
            failed(failure);
        }
    }

    /** Cancelled because it was too old: for its records that is the end of a window, not somebody's wish. */
    private boolean expired(JobStatus status) {
        return status.state().equals("cancelled")
                && deadline.isOver(batch.getId())
                && !batch.batch().cancel();
    }

    private boolean tooOld() {
        boolean passed = deadline.passesNow(batch, providerTime);
        if (passed) {
            LOG.warn(
                    "Batch {} is older than the max-age of {} ({}): it is cancelled now, and what is not done goes again",
                    batch.getId(),
                    batch.reach().provider().name(),
                    batch.reach().provider().polling().maxAge());
        }
        return passed;
    }

    private static JobStatus withState(JobStatus s, String state) {
        return new JobStatus(
                s.providerId(), state, s.terminal(), s.total(), s.completed(), s.failed(), s.files(), s.failure());
    }

    /** Nothing where the provider does not count. */
    private static String counts(JobStatus status) {
        return status.total() < 0 || status.completed() < 0
                ? ""
                : " (" + status.completed() + " of " + status.total() + " done, " + Math.max(0, status.failed())
                        + " failed)";
    }

    @Override
    public void failed(Failure failure) {
        if (over) {
            return;
        }
        at.pace().heard(batch, failure);
        Duration wait = backoff().after(batch.batch().polls() + 1, failure.retryAfter());
        at.ledger().batches().release(batch.claim(), wait, failure.code() + ": " + failure.message());
        over = true;
        LOG.atLevel(at.pace().level(batch))
                .log(
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
