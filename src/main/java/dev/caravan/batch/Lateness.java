package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Deadlines.Then;
import dev.caravan.ledger.EventKind;
import dev.caravan.task.Task;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches that are later than their task's {@code deadline}, told once each. A wrong clock must never cancel or move
 * anything (rule 44), so ours and the provider's have to agree within five minutes.
 */
final class Lateness {
    private static final Logger LOG = LoggerFactory.getLogger(Lateness.class);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Workplace at;
    private final BoundTasks tasks;

    Lateness(Workplace at, BoundTasks tasks) {
        this.at = at;
        this.tasks = tasks;
    }

    /**
     * Whether the batch is late since just now, and something is done about it.
     *
     * @param date of the provider's last reply, null if it had none
     */
    boolean passesNow(BatchInHand batch, @Nullable String date) {
        Optional<BoundTask> task = tasks.find(batch.batch().taskId());
        Task.Deadline deadline = task.map(one -> one.task().deadline()).orElse(null);
        Instant now = at.clock().instant();
        at.pace().jumps().look(now);
        if (deadline == null
                || batch.batch().lateness().late()
                || batch.batch().cancel()
                || batch.batch().lateness().since().plus(deadline.after()).isAfter(now)
                || stoodStill(batch, now, deadline)) {
            return false;
        }
        Optional<Instant> theirs = instant(date);
        if (theirs.isPresent() && Duration.between(theirs.get(), now).abs().compareTo(TOLERANCE) > 0) {
            disagree(batch, now, theirs.get());
            return false;
        }
        String doubt = theirs.isEmpty()
                ? "the provider's reply has no date that our clock could be held against"
                : at.pace().jumps().believes(batch.batch().lateness().since())
                        ? null
                        : "our clock was set since then, so nobody knows how long it really waited";
        return passed(batch, deadline, doubt);
    }

    /** Whether it would not be late without the time for which a person had it stand still: that must not move or cancel anything. */
    private boolean stoodStill(BatchInHand batch, Instant now, Task.Deadline deadline) {
        Instant since = batch.batch().lateness().since();
        return since.plus(deadline.after())
                .plus(at.standstill().stood(batch, since, now))
                .isAfter(now);
    }

    /** @param doubt why the time is not to be relied on; null if it is */
    private boolean passed(BatchInHand batch, Task.Deadline deadline, @Nullable String doubt) {
        Optional<BoundTask> other = tasks.late(batch.batch().taskId());
        boolean moves = deadline.moves()
                && other.isPresent()
                && other.get().recipeId() != batch.batch().recipeId();
        Then then = doubt != null ? Then.WAIT : moves ? Then.MOVE : deadline.cancels() ? Then.CANCEL : Then.WAIT;
        String next = switch (then) {
            case WAIT -> doubt == null ? "It runs on" : "It runs on: " + doubt;
            case CANCEL -> "It is cancelled; what ran is kept, the rest is held";
            case MOVE ->
                "It is cancelled; what ran is kept, the rest is answered by "
                        + other.orElseThrow().task().model().name();
        };
        String body = "It has waited since " + batch.batch().lateness().since()
                + ", longer than the deadline of its task (" + deadline.after() + "). " + next;
        boolean marked = at.ledger()
                .deadlines()
                .passed(
                        batch.getId(),
                        body,
                        then,
                        then == Then.MOVE ? other.orElseThrow().recipeId() : 0);
        if (marked) {
            LOG.warn(
                    "Batch {} of {} records is late. {}",
                    batch.getId(),
                    batch.batch().members().size(),
                    body);
        }
        return marked && then != Then.WAIT;
    }

    private void disagree(BatchInHand batch, Instant ours, Instant theirs) {
        String body = "Our clock says " + ours + ", that of "
                + batch.reach().provider().name() + " " + theirs
                + ". They must agree within five minutes before a deadline cancels or moves anything";
        if (at.ledger().events().raiseOnce(EventKind.CLOCKS_DISAGREE, "credential " + batch.getCredential(), body)) {
            LOG.warn("{}", body);
        }
    }

    private static Optional<Instant> instant(@Nullable String date) {
        try {
            return Optional.ofNullable(date)
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
