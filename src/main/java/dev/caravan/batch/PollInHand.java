package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.EventKind;
import dev.caravan.model.Provider;
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
    private final Deadline deadline;
    private final SeenLists lists;
    private @Nullable String providerTime;
    private boolean over;

    PollInHand(Workplace at, BatchInHand batch, Deadline deadline, SeenLists lists) {
        this.at = at;
        this.batch = batch;
        this.deadline = deadline;
        this.lists = lists;
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
        if (isAnotherSize(told)) {
            quarantine(told);
            return;
        }
        JobStatus status = expired(told) ? withState(told, "expired") : told;
        String note = status.failure() == null
                ? null
                : status.failure().code() + ": " + status.failure().message();
        var progress = new Batches.Progress(status.state(), status.total(), status.completed(), status.failed(), note);
        boolean moved = !status.state().equals(batch.batch().providerStatus());
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
        } else {
            at.ledger()
                    .batches()
                    .progress(
                            batch.claim(),
                            progress,
                            tooOld()
                                    ? Duration.ZERO
                                    : wait(moved ? 0 : batch.batch().polls(), earliest));
        }
        over = true;
    }

    /** Rule 13, once the provider shows a number: a batch that a search found must have the size that was sent. */
    private boolean isAnotherSize(JobStatus told) {
        return told.total() > 0
                && !told.state().equals("validating")
                && told.total() != batch.batch().members().size()
                && at.ledger().doubts().isAdopted(batch.getId());
    }

    private void quarantine(JobStatus told) {
        over = true;
        String why = batch.reach().provider().name() + " has " + told.total() + " requests in " + batch.getProviderId()
                + ", which carries the label or the input of this batch, but "
                + batch.batch().members().size() + " were sent";
        at.ledger().doubts().lost(batch.claim(), "quarantined", why);
        at.ledger()
                .events()
                .raise(
                        EventKind.QUARANTINED,
                        batch.toString(),
                        why + ". Nothing is taken from it; its records are held until a person decides");
        LOG.error("Batch {} is quarantined and its records are held: {}", batch.getId(), why);
    }

    /** Rule 15: never sent again by itself; given up only long after its results can be there, and by policy. */
    @Override
    public void absent(Failure failure) {
        Provider provider = batch.reach().provider();
        boolean past = ResultsKept.areGone(at, batch.batch(), provider);
        if (!over && past && provider.kept().holdsLost() && lists.misses(batch)) {
            over = true;
            String why = provider.name() + " no longer knows " + batch.getProviderId() + " and does not list it ("
                    + failure.message() + ")";
            at.ledger().doubts().lost(batch.claim(), "lost", why);
            at.ledger().events().raise(EventKind.RESULTS_GONE, batch.toString(), why + "; its records are held");
            LOG.error("Batch {} is lost and its records are held: {}", batch.getId(), why);
            return;
        }
        if (!over && ResultsKept.atRisk(at, batch.batch(), provider)) {
            at.ledger()
                    .events()
                    .raiseOnce(
                            EventKind.RESULTS_AT_RISK,
                            batch.toString(),
                            provider.name() + " says that it has no batch " + batch.getProviderId() + " ("
                                    + failure.message() + "). It is asked again and again, and sent again never");
        }
        failed(failure);
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
