package dev.caravan.submission;

import dev.caravan.batch.Stopped;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Submissions.Order;
import dev.caravan.ledger.Submissions.Part;
import dev.caravan.ledger.Submissions.Standing;
import dev.caravan.ledger.Submissions.State;
import dev.caravan.ledger.Submissions.Submission;
import dev.caravan.model.BatchModel;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Tasks;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Batches in OpenAI's shape, as their callers see them. What is of another workspace does not exist for them. */
public final class OrderedBatches {
    private final Ledger ledger;
    private final Tasks tasks;
    private final Stopped stopped;

    OrderedBatches(Ledger ledger, Tasks tasks, Stopped stopped) {
        this.ledger = ledger;
        this.tasks = tasks;
        this.stopped = stopped;
    }

    /** How far one is; the words are those of the public API. docs/gateway.md says what leads to each. */
    public enum Status {
        VALIDATING,
        IN_PROGRESS,
        FINALIZING,
        COMPLETED,
        FAILED,
        EXPIRED,
        CANCELLING,
        CANCELLED,
        PAUSED,
        UPDATING
    }

    /**
     * A batch.
     *
     * @param completed requests that have an answer by now; @param failed those that will have none
     * @param results id of the file with the answers; null if there is none
     * @param failures id of the file with the others; null if there is none
     */
    public record View(
            Submission submission,
            Order order,
            Status status,
            long completed,
            long failed,
            @Nullable String results,
            @Nullable String failures) {}

    /** Empty if the caller's workspace has none of this id, or it is one of the Batch API. */
    public Optional<View> find(Caller caller, String publicId) {
        return ledger.submissions().find(caller.workspace(), publicId).flatMap(this::view);
    }

    /** Newest first. @param after null starts */
    public List<View> list(Caller caller, @Nullable String after, int limit) {
        return ledger.submissions().list(caller.workspace(), after, limit).stream()
                .flatMap(one -> view(one).stream())
                .toList();
    }

    /** The batch models that the caller may name. */
    public List<BatchModel> models(Caller caller) {
        return tasks.gateway().models(caller.workspace());
    }

    private Optional<View> view(Submission one) {
        Order order = one.order();
        if (order == null) {
            return Optional.empty();
        }
        if (one.state() == State.OPEN) {
            return Optional.of(open(one, order));
        }
        return Optional.of(new View(
                one,
                order,
                ended(one),
                one.ok(),
                one.failed(),
                one.ok() > 0 ? OutputFiles.results(one.publicId()) : null,
                one.failed() > 0 ? OutputFiles.failures(one.publicId()) : null));
    }

    private View open(Submission one, Order order) {
        Standing standing = ledger.submissions().standing(one.id());
        List<DropCounts> counts = ledger.submissions().parts(one.id()).stream()
                .flatMap(part -> ledger.drops().find(part.dropId()).stream())
                .map(drop -> drop.counts())
                .toList();
        LinesSoFar lines = LinesSoFar.of(counts, standing.retries());
        return new View(one, order, status(one, standing), lines.completed(), lines.failed(), null, null);
    }

    private static Status ended(Submission one) {
        return one.cancelledAt() != null
                ? Status.CANCELLED
                : one.expired() > 0
                        ? Status.EXPIRED
                        : one.state() == State.COMPLETED ? Status.COMPLETED : Status.FAILED;
    }

    private Status status(Submission one, Standing standing) {
        if (one.cancelledAt() != null) {
            return Status.CANCELLING;
        }
        if (!one.read()) {
            return Status.VALIDATING;
        }
        if (standing.ends()) {
            return one.finalizingAt() != null ? Status.FINALIZING : Status.IN_PROGRESS;
        }
        if (!standing.states().isEmpty()) {
            return Status.valueOf(standing.states().get(0).toUpperCase(Locale.ROOT));
        }
        return ledger.submissions().parts(one.id()).stream().anyMatch(part -> isStopped(one, part))
                ? Status.PAUSED
                : Status.IN_PROGRESS;
    }

    /** Whether nothing can be sent for these requests now: their model is gone, or its account does not work. */
    private boolean isStopped(Submission one, Part part) {
        Order order = one.order();
        String spoken = order == null ? "" : OrderHead.spoken(order.endpoint());
        return tasks.find(GatewayTasks.name(one.workspace(), spoken, part.operation()))
                .map(stopped::isStopped)
                .orElse(true);
    }
}
