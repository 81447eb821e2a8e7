package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Assembly.Candidate;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Members;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.restore.BatchPaper;
import dev.caravan.spool.DamagedSegmentException;
import dev.caravan.spool.SegmentReader;
import dev.caravan.spool.SpoolWriter;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.JsonRecord;
import dev.caravan.task.NoncedRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one request file up to the provider's limits, record by record, and moves its members when it is durable. */
final class BatchCutter {
    private static final Logger LOG = LoggerFactory.getLogger(BatchCutter.class);
    private static final int PAGE = 5_000;

    private final Workplace at;
    private final Shapes shapes;
    private final CustomIds ids;
    private final Nonces nonces;
    private final DistinctSizes sizes;
    private final Estimates estimates;
    private final BudgetGuard budgets;

    BatchCutter(Workplace at, Shapes shapes) {
        this.at = at;
        this.shapes = shapes;
        this.ids = new CustomIds(at.ledger().instance());
        this.nonces = new Nonces(at.ledger().proofs().key());
        this.sizes = new DistinctSizes(at);
        this.estimates = new Estimates(at.ledger());
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
        Assembly assembly = at.ledger().assembly();
        return cut(task, 0, most, after -> assembly.candidates(task.taskId(), after, PAGE));
    }

    /** The same with a part of a refused file, and nobody else. */
    boolean cut(BoundTask task, Assembly.Part part) throws IOException {
        Assembly assembly = at.ledger().assembly();
        return cut(task, part.id(), Integer.MAX_VALUE, after -> assembly.candidates(part, after, PAGE));
    }

    private boolean cut(BoundTask task, long part, int most, Pages pages) throws IOException {
        String credential = task.task().model().credential().name();
        long batchId =
                at.ledger().assembly().open(new Assembly.NewBatch(task.taskId(), task.recipeId(), credential, part));
        try {
            return write(batchId, task, most, pages);
        } catch (IOException | RuntimeException e) {
            abandon(batchId, e);
            throw e;
        }
    }

    /** Nobody has moved: the batch goes, and so do its bytes. */
    void abandon(long batchId) throws IOException {
        // Bytes that can't be deleted now are deleted at the next start, as long as the ledger knows of them.
        at.spool().delete(requests(batchId));
        at.spool().delete(manifest(batchId));
        at.spool().delete(BatchPaper.membersPath(batchId));
        at.ledger().assembly().abandon(batchId);
    }

    private void abandon(long batchId, Exception why) {
        try {
            abandon(batchId);
        } catch (IOException | RuntimeException later) {
            why.addSuppressed(later);
        }
    }

    private boolean write(long batchId, BoundTask task, int wanted, Pages pages) throws IOException {
        Credential credential = task.task().model().credential();
        Sheet sheet;
        int most = Math.min(wanted, credential.provider().limits().requests());
        do {
            most = sizes.allowed(credential, most);
            try (SpoolWriter out = at.spool().create(requests(batchId))) {
                sheet = new Sheet(task, most, out);
                fill(sheet, pages);
                if (sheet.size == 0 || (sheet.tooDear && sheet.size < sheet.limits.least())) {
                    abandon(batchId);
                    if (sheet.tooDear) {
                        budgets.reached(task);
                    }
                    return false;
                }
                most = sizes.allowed(credential, sheet.size);
                if (most == sheet.size) {
                    out.commit();
                    sheet.sha256 = out.sha256();
                }
            }
        } while (most < sheet.size);
        Members members = sheet.members.build();
        Manifest.write(at, batchId, task, members, sheet.bytes, sheet.sha256);
        var cut = new Assembly.Cut(members, requests(batchId), sheet.bytes, sheet.sha256, sheet.estimate.load());
        if (!at.ledger().assembly().assembled(batchId, cut)) {
            LOG.info("Batch {}: some of its records moved meanwhile; cut again", batchId);
            abandon(batchId);
            return false;
        }
        LOG.info(
                "Batch {} of {}: {} requests, {} bytes, about {} input tokens",
                batchId,
                task.task().name(),
                sheet.size,
                sheet.bytes,
                cut.load().tokens());
        return true;
    }

    private void fill(Sheet sheet, Pages pages) throws IOException {
        long after = 0;
        while (!sheet.full) {
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

    /** Who may be taken, a page at a time. */
    private interface Pages {
        List<Candidate> after(long recordId);
    }

    /** The request file being filled. */
    private final class Sheet {
        private final BoundTask task;
        private final SpoolWriter out;
        private final int most;
        private final SegmentReader segments = new SegmentReader(at.spool());
        private final Limits limits;
        private final boolean withNonce;
        private final WrittenRequests requests;
        private final LineBuffer line = new LineBuffer();
        private final Estimates.Estimate estimate;
        private final Members.Builder members = new Members.Builder();
        private int size;
        private long bytes;
        private @Nullable String kind;
        private boolean full;
        private boolean tooDear;
        private String sha256 = "";

        Sheet(BoundTask task, int most, SpoolWriter out) {
            this.task = task;
            this.out = out;
            this.withNonce = task.task().output().nonceField() != null;
            var provider = task.task().model().credential().provider();
            this.limits = provider.limits();
            this.most = Math.min(most, limits.requests());
            this.estimate = estimates.begin(task, budgets.left(task));
            this.requests = WrittenRequests.of(
                    task,
                    at.protocols().get(provider.protocol()),
                    shapes.of(task.recipeId())
                            .shape()
                            .with(task.task().model().credential().settings()));
        }

        /** Returns false when nothing more fits. */
        boolean add(Candidate candidate) throws IOException {
            var input = candidate.input();
            JsonRecord record;
            try {
                record = JsonRecord.parse(segments.line(input.segment(), input.offset(), input.index()));
            } catch (DamagedSegmentException e) {
                damaged(candidate, e);
                return true;
            }
            line.reset();
            String customId = ids.of(candidate.recordId(), candidate.attempt());
            CanonicalRecord shown = withNonce ? new NoncedRecord(record, nonces.of(customId)) : record;
            String its = requests.kind(shown);
            if (kind != null && !its.equals(kind)) {
                // It waits for a batch of its own kind.
                return true;
            }
            try {
                requests.write(customId, shown, line);
            } catch (WrittenRequests.Refused e) {
                at.ledger().todo().hold(candidate.recordId(), "request_refused", String.valueOf(e.getMessage()));
                return true;
            }
            long tokens = estimate.look(line);
            if (line.size() > Math.min(limits.lineBytes(), limits.bytes()) || tokens > estimate.mostOfALine()) {
                tooLarge(candidate, tokens);
                return true;
            }
            tooDear = !estimate.isAffordable();
            if (tooDear || bytes + line.size() > limits.bytes() || !estimate.fits()) {
                full = true;
                return false;
            }
            kind = its;
            line.writeTo(out);
            estimate.add();
            bytes += line.size();
            members.add(candidate.recordId(), candidate.attempt());
            size++;
            full = size >= most;
            return !full;
        }

        /** The others go on. */
        private void damaged(Candidate candidate, DamagedSegmentException e) {
            String why = e.getMessage() + ": bring the file back from a backup of the spool, or drop its source again";
            at.ledger().todo().hold(candidate.recordId(), "input_damaged", why);
            if (at.ledger().events().raiseOnce(EventKind.SPOOL_DAMAGED, "drop " + candidate.dropId(), why)) {
                LOG.error("Drop {}: records are held (input_damaged). {}", candidate.dropId(), why);
            }
        }

        private void tooLarge(Candidate candidate, long tokens) {
            String detail = tokens > estimate.mostOfALine()
                    ? "its request would be about " + tokens + " tokens; the provider takes " + estimate.mostOfALine()
                    : "its request would be " + line.size() + " bytes; the provider takes "
                            + Math.min(limits.lineBytes(), limits.bytes());
            at.ledger().todo().hold(candidate.recordId(), "request_too_large", detail);
            LOG.warn(
                    "Record {} of drop {} is held: {}. Shorten the prompt or the input, then release it",
                    candidate.recordId(),
                    candidate.dropId(),
                    detail);
        }
    }
}
