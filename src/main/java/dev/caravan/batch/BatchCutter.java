package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Assembly.Candidate;
import dev.caravan.ledger.LedgerUnavailableException;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.provider.Recovery;
import dev.caravan.restore.BatchPaper;
import dev.caravan.spool.Follower;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import dev.caravan.trace.Work;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes request files up to the provider's limits, record by record, and moves their members when they are durable. */
final class BatchCutter {
    private static final Logger LOG = LoggerFactory.getLogger(BatchCutter.class);
    private static final int PAGE = 5_000;

    private final Workplace at;
    private final Sheet.Tools tools;
    private final DistinctSizes sizes;
    private final BudgetGuard budgets;

    BatchCutter(Workplace at, Shapes shapes) {
        this.at = at;
        this.tools = new Sheet.Tools(
                at,
                shapes,
                new CustomIds(at.ledger().instance()),
                new Nonces(at.ledger().proofs().key()),
                new Estimates(at.ledger()));
        this.sizes = new DistinctSizes(at);
        this.budgets = new BudgetGuard(at.ledger(), at.clock());
    }

    BudgetGuard budgets() {
        return budgets;
    }

    /**
     * Returns whether a batch was made.
     *
     * @param most requests, if that is fewer than the provider's limit
     */
    boolean cut(BoundTask task, int most) throws IOException {
        Sheet sheet = fill(task, 0, most, pages(task));
        return sheet != null && finish(sheet);
    }

    /** The same with a part of a refused file, and nobody else. */
    boolean cut(BoundTask task, Assembly.Part part) throws IOException {
        Assembly assembly = at.ledger().assembly();
        Sheet sheet = fill(task, part.id(), Integer.MAX_VALUE, after -> assembly.candidates(part, after, PAGE));
        return sheet != null && finish(sheet);
    }

    /** Whether what one batch of the task holds says nothing of the next one. */
    boolean canCutInARow(BoundTask task) {
        Credential credential = task.task().model().credential();
        Recovery recovery = at.protocols().get(credential.provider().protocol()).recovery(credential.settings());
        return task.task().budget() == null
                && recovery == Recovery.REVOCABLE
                && tools.shapes().of(task.recipeId()).shape().asked() == null;
    }

    /**
     * Cuts batches as long as more than a full one waits, and each is filled while the one before it is made durable.
     *
     * @param task one that {@linkplain #canCutInARow allows} it
     * @param records that wait
     * @param most batches
     * @return whether one was made
     */
    boolean cutInARow(BoundTask task, long records, int most) throws IOException {
        Limits limits = task.task().model().credential().provider().limits();
        var made = new AtomicBoolean();
        try (var follower = new Follower("caravan-assemble");
                var pages = new PagesAhead(pages(task))) {
            long rest = records;
            long after = 0;
            for (int i = 0; i < most && rest >= limits.requests(); i++) {
                long behind = after;
                Sheet sheet = fill(task, 0, share(rest, limits), from -> pages.after(Math.max(from, behind)));
                if (sheet == null) {
                    break;
                }
                rest -= sheet.size();
                after = sheet.lastLookedAt();
                finishBehind(follower, sheet, made);
            }
            follower.await();
        }
        return made.get();
    }

    private void finishBehind(Follower follower, Sheet sheet, AtomicBoolean made) throws IOException {
        Work.Carried here = Work.carried();
        try {
            follower.begin(() -> {
                try (Work.Entered there = here.enter()) {
                    if (finish(sheet)) {
                        made.set(true);
                    }
                }
            });
        } catch (IOException | RuntimeException e) {
            sheet.close();
            giveUp(sheet.batchId(), e);
            throw e;
        }
    }

    /** Leaves enough for a batch of its own behind, rather than fewer than the provider takes. */
    static int share(long records, Limits limits) {
        long rest = records - limits.requests();
        return rest > 0 && rest < limits.least() && records - limits.least() >= limits.least()
                ? (int) (records - limits.least())
                : limits.requests();
    }

    private Pages pages(BoundTask task) {
        Assembly assembly = at.ledger().assembly();
        return after -> assembly.candidates(task.taskId(), after, PAGE);
    }

    /** Nobody has moved: the batch goes, and so do its bytes. */
    void abandon(long batchId) throws IOException {
        // Bytes that can't be deleted now are deleted at the next start, as long as the ledger knows of them.
        at.spool().delete(requests(batchId));
        at.spool().delete(manifest(batchId));
        at.spool().delete(BatchPaper.membersPath(batchId));
        at.ledger().assembly().abandon(batchId);
    }

    /** A ledger that does not answer may name the bytes by now: they stay, and the next start looks what became of the batch. */
    private void giveUp(long batchId, Exception why) {
        if (why instanceof LedgerUnavailableException) {
            return;
        }
        try {
            abandon(batchId);
        } catch (IOException | RuntimeException later) {
            why.addSuppressed(later);
        }
    }

    /** A batch with all its requests, not yet durable; null if there is nothing that it can have. */
    private @Nullable Sheet fill(BoundTask task, long part, int wanted, Pages pages) throws IOException {
        Credential credential = task.task().model().credential();
        long batchId = at.ledger()
                .assembly()
                .open(new Assembly.NewBatch(task.taskId(), task.recipeId(), credential.name(), part));
        try (Ids ids = Ids.put(InHand.batch(batchId).task(task.task().name()))) {
            int most = Math.min(wanted, credential.provider().limits().requests());
            while (true) {
                most = sizes.allowed(credential, most);
                Sheet sheet = new Sheet(tools, new Sheet.Order(batchId, task, most, budgets.left(task)));
                if (filled(sheet, pages)) {
                    most = sizes.allowed(credential, sheet.size());
                    if (most == sheet.size()) {
                        return sheet;
                    }
                    sheet.close();
                } else {
                    abandon(batchId);
                    if (sheet.isTooDear()) {
                        budgets.reached(task);
                    }
                    return null;
                }
            }
        } catch (IOException | RuntimeException e) {
            giveUp(batchId, e);
            throw e;
        }
    }

    /** Whether that made a batch; else, and on an error, it is closed. */
    private boolean filled(Sheet sheet, Pages pages) throws IOException {
        boolean good = false;
        try {
            fill(sheet, pages);
            good = !sheet.isWorthNothing();
            return good;
        } finally {
            if (!good) {
                sheet.close();
            }
        }
    }

    private boolean finish(Sheet sheet) throws IOException {
        InHand in = InHand.batch(sheet.batchId())
                .task(sheet.order().task().task().name())
                .credential(sheet.order().task().task().model().credential().name());
        try (sheet;
                Work work = Work.begin("assemble", in).began(sheet.opened())) {
            Assembly.Cut cut = sheet.commit();
            long batchId = sheet.batchId();
            work.say("caravan.records", sheet.size()).say("caravan.bytes", cut.bytes());
            Manifest.write(at, sheet.order(), cut);
            if (!at.ledger().assembly().assembled(batchId, cut)) {
                LOG.info("Batch {}: some of its records moved meanwhile; cut again", batchId);
                abandon(batchId);
                return false;
            }
            LOG.info(
                    "Batch {} of {}: {} requests, {} bytes, about {} input tokens",
                    batchId,
                    sheet.order().task().task().name(),
                    sheet.size(),
                    cut.bytes(),
                    cut.load().tokens());
            return true;
        } catch (IOException | RuntimeException e) {
            giveUp(sheet.batchId(), e);
            throw e;
        }
    }

    private void fill(Sheet sheet, Pages pages) throws IOException {
        long after = 0;
        while (!sheet.isFull()) {
            List<Candidate> page = pages.after(after);
            if (page.isEmpty()) {
                return;
            }
            for (Candidate candidate : page) {
                after = candidate.recordId();
                if (!sheet.add(candidate)) {
                    return;
                }
            }
        }
    }

    /** Holds every queued record of a task: fewer than a batch, so one by one. */
    void hold(BoundTask task, String code, String detail) {
        List<Candidate> few = at.ledger().assembly().candidates(task.taskId(), 0, PAGE);
        few.forEach(record -> at.ledger().todo().hold(record.recordId(), code, detail));
        LOG.warn("Task {}: {} records are held: {}", task.task().name(), few.size(), detail);
    }

    static String requests(long batchId) {
        return "batches/" + batchId + "/requests.jsonl";
    }

    static String manifest(long batchId) {
        return BatchPaper.path(batchId);
    }
}
