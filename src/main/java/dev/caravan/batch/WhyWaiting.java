package dev.caravan.batch;

import dev.caravan.batch.Reason.Why;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Holdups;
import dev.caravan.ledger.Holdups.NoRoom;
import dev.caravan.ledger.Holdups.OfBatch;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.Nodes.Node;
import dev.caravan.ledger.RecordState;
import dev.caravan.model.Models;
import dev.caravan.task.Gate;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says of a batch, a record or a drop why it is not further, until when, and what a person can do: from the ledger, the
 * configuration, and what this node knows of credentials at rest. What stops it comes first. Reads only, and decides nothing:
 * the stages look for themselves.
 */
public final class WhyWaiting {
    /** A node that was heard of within this time is taken for one that works. */
    private static final Duration HEARD_OF = Duration.ofSeconds(15);

    private final WhyQueued.From ledger;
    private final Tasks tasks;
    private final WhyQueued queued;
    private final Clock clock;

    WhyWaiting(WhyQueued queued) {
        this.ledger = queued.from();
        this.tasks = queued.tasks();
        this.queued = queued;
        this.clock = queued.clock();
    }

    static WhyWaiting of(Workplace at, Tasks tasks) {
        Ledger ledger = at.ledger();
        return new WhyWaiting(new WhyQueued(
                new WhyQueued.From(
                        ledger.holdups(),
                        ledger.lists(),
                        ledger.recipes(),
                        ledger.budgets(),
                        ledger.canaries(),
                        ledger.pauses()),
                at.models(),
                tasks,
                at.standstill(),
                at.pace().breakers()::rests,
                at.clock()));
    }

    /**
     * For whoever looks at a ledger beside the process that works on it. Until when a credential is left alone is not known
     * here, nor which batches were cut for a batch model that is paused.
     */
    public static WhyWaiting beside(LedgerReader ledger, Models models, Tasks tasks, Clock clock) {
        return new WhyWaiting(new WhyQueued(
                new WhyQueued.From(
                        ledger.holdups(),
                        ledger.lists(),
                        ledger.recipes(),
                        ledger.budgets(),
                        ledger.canaries(),
                        ledger.pauses()),
                models,
                tasks,
                new Standstill(ledger.pauses(), models, List::of),
                name -> Duration.ZERO,
                clock));
    }

    /** The same of a record by its number; nothing if there is none. */
    public List<Reason> record(long id) {
        return ledger.lists().record(id).map(this::record).orElse(List.of());
    }

    /** Why a batch is not home; nothing if it is over. */
    public List<Reason> batch(BatchRow row) {
        Optional<OfBatch> found = ledger.holdups().batch(row.id());
        List<Reason> all = new ArrayList<>();
        if (row.state().isFinal() || found.isEmpty()) {
            return all;
        }
        OfBatch batch = found.get();
        if (row.cancelled()) {
            all.add(reason(
                    Why.CANCELLED,
                    "it is cancelled: what ran is kept, the rest is held",
                    null,
                    "release --batch=" + row.id() + ", when it is over, lets what is held go again"));
        }
        boolean sent = row.state() != BatchState.ASSEMBLING && row.state() != BatchState.ASSEMBLED;
        queued.standstill()
                .of(row.credential(), batch.taskId(), batch.recipeId())
                .filter(pause -> !sent || pause.terms().silent())
                .ifPresent(pause -> all.add(WhyQueued.paused(pause)));
        queued.credential(row.credential()).ifPresent(all::add);
        node(batch.owner()).ifPresent(all::add);
        all.add(step(row, batch));
        deadline(row, batch).ifPresent(all::add);
        return all;
    }

    private Reason step(BatchRow row, OfBatch batch) {
        Instant due = later(batch.due());
        String note = row.note().isEmpty() ? "" : " (" + row.note() + ")";
        return switch (row.state()) {
            case ASSEMBLING -> reason(Why.TURN, "its request file is being written", null, "");
            case ASSEMBLED -> unsent(batch, due, note);
            case CREATING -> reason(Why.NODE, "its create call is under way", null, "");
            case IN_DOUBT ->
                reason(
                        Why.DOUBT,
                        "nobody knows yet whether its provider has it: it is looked for there, and sent again only when it"
                                + " certainly is not" + note,
                        due,
                        "");
            case SUBMITTED ->
                reason(
                        Why.PROVIDER,
                        "its provider has it" + (row.providerStatus() == null ? "" : ", " + row.providerStatus())
                                + "; it is asked again" + note,
                        due,
                        "");
            default -> reason(Why.RESULTS, "its results are brought home" + note, due, "");
        };
    }

    private Reason unsent(OfBatch batch, @Nullable Instant due, String note) {
        NoRoom room = batch.room();
        if (batch.again()) {
            return reason(Why.TURN, "it is cut anew: its records go in other batches" + note, null, "");
        } else if (room != null && room.budget()) {
            return reason(
                    Why.BUDGET,
                    room.why(),
                    room.until(),
                    "raise budget in its task.yaml and reload, or wait for what is under way");
        } else if (room != null) {
            return reason(
                    Why.QUOTA, room.why(), room.until(), "enqueued-tokens in models.yaml, if the limit is higher");
        }
        return due != null
                ? reason(Why.BACKOFF, "it was not sent before and is tried again" + note, due, "")
                : reason(Why.TURN, "it is sent as soon as a node comes to it", null, "");
    }

    private Optional<Reason> deadline(BatchRow row, OfBatch batch) {
        Task.Deadline deadline = tasks.find(row.task()).map(Task::deadline).orElse(null);
        if (deadline == null || row.cancelled()) {
            return Optional.empty();
        }
        if (batch.late()) {
            return Optional.of(reason(Why.DEADLINE, "it is late: its deadline was " + deadline.after(), null, ""));
        }
        Instant now = clock.instant();
        Duration stood =
                queued.standstill().stood(row.credential(), batch.taskId(), batch.recipeId(), batch.since(), now);
        String then = deadline.moveTo() != null
                ? "is cancelled then, and what did not run goes to "
                        + deadline.moveTo().name()
                : deadline.cancels() ? "is cancelled then" : "is told of then, and runs on";
        return Optional.of(reason(
                Why.DEADLINE,
                "it has waited since " + batch.since() + " and " + then
                        + (stood.isZero()
                                ? ""
                                : "; the " + stood.truncatedTo(ChronoUnit.SECONDS) + " of pauses count in nothing"),
                batch.since().plus(deadline.after()).plus(stood),
                ""));
    }

    /** Why a record has not its end; nothing if it has. */
    public List<Reason> record(RecordRow row) {
        return switch (row.state()) {
            case QUEUED ->
                ledger.lists()
                        .drop(row.dropId())
                        .filter(drop -> drop.cancelled() || drop.held())
                        .map(drop -> List.of(stopped(drop)))
                        .orElseGet(() -> queued.of(row.task()));
            case SUBMITTED ->
                row.batchId() == null
                        ? List.of()
                        : ledger.lists().batch(row.batchId()).map(this::batch).orElse(List.of());
            case COMPLETED -> List.of(completed(row.task(), row.dropId(), 1));
            case REVIEW_REQUIRED ->
                List.of(reason(Why.REVIEW, "a person is to look at it" + code(row), null, "decide it at /review"));
            case INVALID_OUTPUT ->
                List.of(reason(
                        Why.INVALID,
                        "its answer breaks a rule" + code(row)
                                + "; it goes again when prompt, schema or model have a new version",
                        null,
                        "rerun --task=" + row.task()));
            case PROVIDER_ERROR -> List.of(failed(row));
            case HELD ->
                List.of(reason(
                        Why.HELD,
                        "it is held" + code(row)
                                + ledger.holdups()
                                        .record(row.id())
                                        .map(Holdups.OfRecord::detail)
                                        .filter(detail -> !detail.isEmpty())
                                        .map(detail -> ": " + detail)
                                        .orElse(""),
                        null,
                        "release --drop=" + row.dropId() + ", or --task or --code"));
            case PUBLISHED, DISCARDED, SUPERSEDED -> List.of();
        };
    }

    private Reason failed(RecordRow row) {
        Optional<Holdups.OfRecord> todo = ledger.holdups().record(row.id());
        return todo.filter(Holdups.OfRecord::retry)
                .map(one -> reason(
                        Why.RETRY,
                        "its provider could not answer" + code(row) + "; attempt " + (row.attempt() + 1) + " comes",
                        later(one.due()),
                        ""))
                .orElseGet(() -> reason(
                        Why.RETRY,
                        "its provider could not answer" + code(row) + ", and it does not go again by itself",
                        null,
                        "rerun --task=" + row.task() + " --state=provider_error"));
    }

    private static String code(RecordRow row) {
        return row.code() == null ? "" : " (" + row.code() + ")";
    }

    /** What a drop waits for, by what its records wait for; nothing if every record has its end. Batches are told by themselves. */
    public List<Reason> drop(DropRow row) {
        List<Reason> all = new ArrayList<>();
        String why = row.drop().reason() == null ? "" : ": " + row.drop().reason();
        switch (row.drop().state()) {
            case ARRIVING -> all.add(reason(Why.READING, "its bytes are being taken", null, ""));
            case RECEIVED -> all.add(reason(Why.READING, "it is read as soon as a node is free" + why, null, ""));
            case READING -> all.add(reason(Why.READING, "its rows are being read", null, ""));
            case FAILED, VOID, SEALED -> {}
        }
        if (row.cancelled() || row.held()) {
            all.add(stopped(row));
        }
        DropCounts counts = row.drop().counts();
        if (counts.in(RecordState.QUEUED) > 0 && !row.cancelled() && !row.held()) {
            all.addAll(queued.of(row.task()));
        }
        if (counts.in(RecordState.COMPLETED) > 0) {
            all.add(completed(row.task(), row.drop().id(), counts.in(RecordState.COMPLETED)));
        }
        if (counts.in(RecordState.REVIEW_REQUIRED) > 0) {
            all.add(reason(
                    Why.REVIEW,
                    counts.in(RecordState.REVIEW_REQUIRED) + " of its records wait for a person",
                    null,
                    "decide them at /review?drop=" + row.drop().id()));
        }
        return all;
    }

    private static Reason stopped(DropRow drop) {
        return drop.cancelled()
                ? reason(
                        Why.CANCELLED,
                        "drop " + drop.drop().id() + " is cancelled: nothing of it is sent again",
                        null,
                        "release --drop=" + drop.drop().id())
                : reason(
                        Why.HELD,
                        "somebody holds drop " + drop.drop().id() + ": nothing more of it is sent for now",
                        null,
                        "release --drop=" + drop.drop().id());
    }

    private Reason completed(String name, long drop, long records) {
        Optional<Task> task = tasks.find(name);
        int taskId = ledger.holdups().task(name);
        if (ledger.pauses().silentTasks().contains(taskId)) {
            return reason(
                    Why.PAUSED, "its task is paused, and nothing of it goes to sinks", null, "resume --task=" + name);
        }
        boolean gated = task.filter(one -> one.publish().gate() != Gate.AUTO).isPresent()
                && ledger.lists().drop(drop).filter(one -> !one.opened()).isPresent();
        String valid = records == 1 ? "its valid answer" : records + " valid answers";
        return gated
                ? reason(
                        Why.GATE,
                        valid + (records == 1 ? " waits" : " wait") + " at the gate of drop " + drop,
                        null,
                        "open --drop=" + drop + " publishes what is valid")
                : reason(Why.SINKS, valid + (records == 1 ? " goes" : " go") + " to the sinks", null, "");
    }

    private Optional<Reason> node(int owner) {
        return owner == 0 ? Optional.empty() : ledger.holdups().node(owner).map(this::inHand);
    }

    private Reason inHand(Node node) {
        boolean heard = node.beatAt().plus(HEARD_OF).isAfter(clock.instant());
        return reason(
                Why.NODE,
                heard
                        ? node.called() + " has it in hand"
                        : node.called() + " has it in hand and was not heard of since " + node.beatAt()
                                + "; when it counts as dead, others take it over",
                null,
                heard ? "" : "look whether that process lives");
    }

    /** Null for what is due already. */
    private @Nullable Instant later(Instant due) {
        return due.isAfter(clock.instant()) ? due : null;
    }

    private static Reason reason(Why why, String text, @Nullable Instant until, String act) {
        return new Reason(why, text, until, act);
    }
}
