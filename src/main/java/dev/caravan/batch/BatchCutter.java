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
import dev.caravan.task.JsonRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one request file up to the provider's limits, record by record, and moves its members when it is durable. */
final class BatchCutter {
    private static final Logger LOG = LoggerFactory.getLogger(BatchCutter.class);
    private static final int PAGE = 5_000;

    private final Workplace at;
    private final Shapes shapes;
    private final CustomIds ids;
    private final DistinctSizes sizes;

    BatchCutter(Workplace at, Shapes shapes) {
        this.at = at;
        this.shapes = shapes;
        this.ids = new CustomIds(at.ledger().instance());
        this.sizes = new DistinctSizes(at);
    }

    /**
     * Returns whether a batch was made.
     *
     * @param most requests, if that is fewer than the provider's limit
     */
    boolean cut(BoundTask task, int most) throws IOException {
        Assembly assembly = at.ledger().assembly();
        String credential = task.task().model().credential().name();
        long batchId = assembly.open(new Assembly.NewBatch(task.taskId(), task.recipeId(), credential));
        try {
            return write(batchId, task, most);
        } catch (IOException | RuntimeException e) {
            abandon(batchId);
            throw e;
        }
    }

    /** Nobody has moved: the batch goes, and so do its bytes. */
    void abandon(long batchId) throws IOException {
        at.ledger().assembly().abandon(batchId);
        at.spool().delete(requests(batchId));
        at.spool().delete(manifest(batchId));
        at.spool().delete(BatchPaper.membersPath(batchId));
    }

    private boolean write(long batchId, BoundTask task, int wanted) throws IOException {
        Credential credential = task.task().model().credential();
        Sheet sheet;
        int most = Math.min(wanted, credential.provider().limits().requests());
        do {
            most = sizes.allowed(credential, most);
            try (SpoolWriter out = at.spool().create(requests(batchId))) {
                sheet = new Sheet(task, most, out);
                fill(sheet);
                if (sheet.size == 0) {
                    abandon(batchId);
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
        var cut = new Assembly.Cut(members, requests(batchId), sheet.bytes, sheet.sha256, 0);
        if (!at.ledger().assembly().assembled(batchId, cut)) {
            LOG.info("Batch {}: some of its records moved meanwhile; cut again", batchId);
            abandon(batchId);
            return false;
        }
        LOG.info("Batch {} of {}: {} requests, {} bytes", batchId, task.task().name(), sheet.size, sheet.bytes);
        return true;
    }

    private void fill(Sheet sheet) throws IOException {
        long after = 0;
        while (!sheet.full) {
            List<Candidate> page = at.ledger().assembly().candidates(sheet.task.taskId(), after, PAGE);
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

    /** Input tokens of so many bytes of requests, on the safe side: a token has three bytes at least on average. */
    private static long tokens(long bytes) {
        return bytes / 3;
    }

    /** Most bytes of one line. */
    private static long longest(Limits limits) {
        long byTokens = limits.tokens() >= Long.MAX_VALUE / 3 ? Long.MAX_VALUE : limits.tokens() * 3;
        return Math.min(byTokens, Math.min(limits.lineBytes(), limits.bytes()));
    }

    static String requests(long batchId) {
        return "batches/" + batchId + "/requests.jsonl";
    }

    static String manifest(long batchId) {
        return BatchPaper.path(batchId);
    }

    /** The request file being filled. */
    private final class Sheet {
        private final BoundTask task;
        private final SpoolWriter out;
        private final int most;
        private final SegmentReader segments = new SegmentReader(at.spool());
        private final Limits limits;
        private final dev.caravan.provider.RequestLines lines;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(8192);
        private final Members.Builder members = new Members.Builder();
        private int size;
        private long bytes;
        private boolean full;
        private String sha256 = "";

        Sheet(BoundTask task, int most, SpoolWriter out) {
            this.task = task;
            this.out = out;
            var provider = task.task().model().credential().provider();
            this.limits = provider.limits();
            this.most = Math.min(most, limits.requests());
            this.lines = at.protocols()
                    .get(provider.protocol())
                    .requests(shapes.of(task.recipeId())
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
            lines.write(
                    ids.of(candidate.recordId(), candidate.attempt()),
                    new RenderedPrompt(task.prompts(), record),
                    line);
            if (line.size() > longest(limits)) {
                tooLarge(candidate);
                return true;
            }
            if (bytes + line.size() > limits.bytes() || tokens(bytes + line.size()) > limits.tokens()) {
                full = true;
                return false;
            }
            line.writeTo(out);
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

        private void tooLarge(Candidate candidate) {
            String detail = "its request would be " + line.size() + " bytes; the provider takes " + longest(limits);
            at.ledger().todo().hold(candidate.recordId(), "request_too_large", detail);
            LOG.warn(
                    "Record {} of drop {} is held: {}. Shorten the prompt or the input, then release it",
                    candidate.recordId(),
                    candidate.dropId(),
                    detail);
        }
    }
}
