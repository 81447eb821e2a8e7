package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Assembly.Waiting;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Duties;
import dev.caravan.ledger.Pauses;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.TooFew;
import dev.caravan.task.GatewayTasks;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import dev.caravan.trace.Work;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assemble: does what people asked for, releases what is due again, then cuts the queued records of a task into batches. */
public final class Assemble {
    private static final Logger LOG = LoggerFactory.getLogger(Assemble.class);
    private static final int RELEASE_AT_ONCE = 50_000;
    private static final int PARTS_AT_ONCE = 100;
    private static final int BATCHES_AT_ONCE = 20;
    private static final Duration STUCK = Duration.ofHours(1);

    private final Workplace at;
    private final BoundTasks tasks;
    private final OtherModels others;
    private final BatchCutter cutter;
    private final RequestDesk desk;
    private final CanaryGuard canaries;
    private final Duties duties;
    /** Tasks that this node cuts: one node at a time, so that each batch is as full as it can be. */
    private final Set<Integer> mine = new HashSet<>();

    private final Set<Integer> withoutTask = new HashSet<>();
    private long revision;

    Assemble(Workplace at, BoundTasks tasks, OtherModels others, BatchCutter cutter) {
        this.at = at;
        this.tasks = tasks;
        this.others = others;
        this.cutter = cutter;
        this.desk = new RequestDesk(at);
        this.duties = at.ledger().nodes().duties();
        this.canaries = new CanaryGuard(at.ledger());
    }

    /**
     * Cuts one batch, or of a task that has more than two full ones waiting some in a row. Returns whether it did, so that there
     * may be more to do.
     */
    public synchronized boolean once() throws IOException {
        at.pace().jumps().look(at.clock().instant());
        desk.work();
        for (Pauses.Pause over : at.ledger().pauses().endOver()) {
            LOG.info("The pause of {} is over, as {} had said; it goes on", over.what(), over.actor());
        }
        if (revision != at.models().revision()) {
            begin();
        }
        at.ledger().todo().releaseDueRetries(RELEASE_AT_ONCE);
        cutSmaller();
        if (at.spool().isShort()) {
            return false;
        }
        if (cutPart() || cutWaiting()) {
            return true;
        }
        for (int taskId : mine) {
            duties.end(duty(taskId));
        }
        mine.clear();
        return false;
    }

    private boolean cutWaiting() throws IOException {
        for (Waiting waiting : at.ledger().assembly().waiting()) {
            Optional<BoundTask> task = tasks.find(waiting.taskId());
            if (task.isEmpty()) {
                warnOnce(waiting);
            } else if (!isPaused(task.get())
                    && due(waiting, task.get())
                    && cutter.budgets().mayCut(task.get())) {
                Optional<Waiting> now = mine(waiting);
                if (now.isPresent() && due(now.get(), task.get()) && cut(now.get(), task.get())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What waits of the task, if this node cuts it now: another one may have cut some of it just before. */
    private Optional<Waiting> mine(Waiting waiting) {
        if (mine.contains(waiting.taskId())) {
            return Optional.of(waiting);
        }
        return isMine(waiting.taskId())
                ? at.ledger().assembly().waiting().stream()
                        .filter(one -> one.taskId() == waiting.taskId())
                        .findFirst()
                : Optional.empty();
    }

    private boolean isMine(int taskId) {
        boolean taken = duties.take(duty(taskId));
        if (taken) {
            mine.add(taskId);
        }
        return taken;
    }

    private static String duty(int taskId) {
        return "assemble " + taskId;
    }

    /** Before the first batch. */
    void start() throws IOException {
        settle();
        begin();
    }

    /** What dead nodes left half written. */
    void settle() throws IOException {
        if (at.ledger().assembly().leftAssembling().isEmpty()) {
            return;
        }
        duties.alone("abandon", () -> {
            for (long left : at.ledger().assembly().leftAssembling()) {
                cutter.abandon(left);
            }
        });
    }

    /** Before the first batch by these batch models: limits, budgets, canaries, and invalid output that a new recipe may mend. */
    private void begin() {
        revision = at.models().revision();
        withoutTask.clear();
        for (BatchModel model : at.models().models().values()) {
            String credential = model.credential().name();
            long most = model.credential().enqueuedTokens(model.model());
            at.ledger().quotas().told(credential, model.model(), most == Limits.ANY ? null : most);
        }
        for (BoundTask task : tasks.all()) {
            cutter.budgets().start(task);
            canaries.start(task);
            int total = 0;
            int released = -1;
            while (released != 0) {
                released = at.ledger().todo().releaseInvalid(task.taskId(), task.recipeId(), RELEASE_AT_ONCE);
                total += released;
            }
            if (total > 0) {
                LOG.info(
                        "Task {}: {} records with invalid output go again with version {}",
                        task.task().name(),
                        total,
                        task.task().version());
            }
        }
    }

    /** Parts of refused files, and what another model answers, wait for nobody and share their batches with nobody. */
    private boolean cutPart() throws IOException {
        for (Assembly.Part part : at.ledger().assembly().parts(PARTS_AT_ONCE)) {
            Optional<BoundTask> task = by(part.taskId(), part.recipeId());
            if (task.isPresent() && !isPaused(task.get()) && isMine(part.taskId()) && cutter.cut(task.get(), part)) {
                return true;
            }
        }
        return false;
    }

    /** The task of today by this recipe, or by its model; by its own if that is gone. */
    private Optional<BoundTask> by(int taskId, int recipeId) {
        Optional<BoundTask> task = tasks.find(taskId, recipeId);
        return task.isPresent() && task.get().recipeId() != recipeId
                ? others.find(task.get(), recipeId).or(() -> task)
                : task;
    }

    /** Batches that were cut before their limit was known, or changed: their records go again in smaller ones. */
    private void cutSmaller() {
        for (Batches.Claim claim : at.ledger().quotas().claimTooLarge()) {
            String why = "it is larger than what its account may have waiting at once";
            if (claim.batch().members().size() > least(claim.batch())) {
                dissolve(List.of(claim), why);
            } else {
                try (Ids ids = Ids.put(InHand.batch(claim.batch().id()))) {
                    at.ledger().batches().release(claim, STUCK, why);
                    LOG.warn(
                            "Batch {} waits: {}, and its provider takes no smaller one",
                            claim.batch().id(),
                            why);
                }
            }
        }
        dissolve(at.ledger().budgets().claimTooDear(), "it costs more than is left of its task's budget");
    }

    private int least(Batches.Batch batch) {
        Credential credential = at.models().credentials().get(batch.credential());
        return credential == null ? 1 : credential.provider().limits().least();
    }

    private void dissolve(List<Batches.Claim> claims, String why) {
        for (Batches.Claim claim : claims) {
            try (Work work = Work.begin("assemble", InHand.batch(claim.batch().id()))) {
                at.ledger().batches().requeued(claim, why);
                work.say("caravan.end", "dissolved").restSince(claim.batch().assembledAt());
                LOG.info(
                        "Batch {} is dissolved and its records go in smaller ones: {}",
                        claim.batch().id(),
                        why);
            }
        }
    }

    private boolean due(Waiting waiting, BoundTask task) {
        Limits limits = task.task().model().credential().provider().limits();
        Instant opens = waiting.oldest().plus(task.task().window());
        Instant now = at.clock().instant();
        // The clock was ahead when they came, and nobody knows how far.
        boolean fromTheFuture = waiting.oldest().isAfter(now);
        return waiting.records() >= limits.requests() || !opens.isAfter(now) || fromTheFuture;
    }

    private boolean isPaused(BoundTask task) {
        return at.standstill().of(task.task().name(), task.task().model()).isPresent();
    }

    /** Too few for the provider wait for more, then go another way. Returns whether a batch was cut. */
    private boolean cut(Waiting waiting, BoundTask task) throws IOException {
        int room = canaries.room(task);
        if (room == 0) {
            return false;
        }
        Limits limits = task.task().model().credential().provider().limits();
        if (waiting.records() >= limits.least()) {
            boolean many = waiting.records() >= 2L * limits.requests();
            return many && room == Integer.MAX_VALUE && cutter.canCutInARow(task)
                    ? cutter.cutInARow(task, waiting.records(), BATCHES_AT_ONCE)
                    : cutter.cut(task, Math.min(room, BatchCutter.share(waiting.records(), limits)));
        }
        TooFew tooFew = task.task().model().tooFew();
        if (waiting.oldest().plus(tooFew.waiting()).isAfter(at.clock().instant())) {
            return false;
        }
        Optional<BoundTask> standIn = tasks.standIn(waiting.taskId());
        if (standIn.filter(this::isPaused).isPresent()) {
            return false;
        }
        if (standIn.isPresent()) {
            LOG.info(
                    "Task {}: {} records are too few for {}; {} answers them",
                    task.task().name(),
                    waiting.records(),
                    task.task().model().name(),
                    standIn.get().task().model().name());
            return cutter.cut(standIn.get(), Integer.MAX_VALUE);
        }
        cutter.hold(
                task,
                "too_few_records",
                "the provider of batch model \"" + task.task().model().name() + "\" takes no batch of fewer than "
                        + limits.least() + " records, and no more came within " + tooFew.waiting());
        return false;
    }

    private void warnOnce(Waiting waiting) {
        if (withoutTask.add(waiting.taskId())) {
            String name = at.ledger().recipes().taskName(waiting.taskId());
            LOG.warn(
                    GatewayTasks.isOne(name)
                            ? "{} queued requests wait for \"{}\": config/models.yaml no longer has that model for that"
                                    + " workspace; put it back to go on, or cancel their batches"
                            : "{} queued records wait for task \"{}\", which config/tasks no longer has; put it back to"
                                    + " go on",
                    waiting.records(),
                    name);
        }
    }
}
