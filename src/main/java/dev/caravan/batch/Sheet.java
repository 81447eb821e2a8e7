package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Assembly.Candidate;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Members;
import dev.caravan.model.Limits;
import dev.caravan.restore.BatchPaper;
import dev.caravan.restore.MemberLines;
import dev.caravan.spool.DamagedSegmentException;
import dev.caravan.spool.Follower;
import dev.caravan.spool.SegmentReader;
import dev.caravan.spool.SpoolWriter;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.JsonRecord;
import dev.caravan.task.NoncedRecord;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The request file of one batch while it is filled, and beside it the file that says who is in it. Not thread-safe. */
final class Sheet implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Sheet.class);
    private static final int CHUNK = 1 << 18;

    private final Tools tools;
    private final Order order;
    private final SegmentReader segments;
    private final Limits limits;
    private final int most;
    private final boolean withNonce;
    private final WrittenRequests requests;
    private final JsonRecord record = new JsonRecord();
    private final Follower writer = new Follower("caravan-requests");
    private LineBuffer lines = chunk();
    private LineBuffer written = chunk();
    private final Estimates.Estimate estimate;
    private final Members.Builder members = new Members.Builder();
    private final SpoolWriter out;
    private final SpoolWriter memberFile;
    private final MemberLines memberLines;
    private final Instant opened;
    private int size;
    private long bytes;
    private long lastLookedAt;
    private @Nullable String kind;
    private boolean full;
    private boolean tooDear;

    /** What every sheet is filled with. */
    record Tools(Workplace at, Shapes shapes, CustomIds ids, Nonces nonces, Estimates estimates) {}

    /**
     * What is to be filled.
     *
     * @param most requests
     * @param budget what it may cost at most, in millionths of a dollar
     */
    record Order(long batchId, BoundTask task, int most, long budget) {}

    Sheet(Tools tools, Order order) throws IOException {
        this.tools = tools;
        this.order = order;
        Workplace at = tools.at();
        BoundTask task = order.task();
        var credential = task.task().model().credential();
        this.opened = at.clock().instant();
        this.segments = new SegmentReader(at.spool());
        this.withNonce = task.task().output().nonceField() != null;
        this.limits = credential.provider().limits();
        this.most = Math.min(order.most(), limits.requests());
        this.estimate = tools.estimates().begin(task, order.budget());
        this.requests = WrittenRequests.of(
                task,
                at.protocols().get(credential.provider().protocol()),
                tools.shapes().of(task.recipeId()).shape().with(credential.settings()));
        this.out = at.spool().create(BatchCutter.requests(order.batchId()));
        try {
            this.memberFile = at.spool().create(BatchPaper.membersPath(order.batchId()));
        } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
        }
        this.memberLines = new MemberLines(memberFile);
    }

    Order order() {
        return order;
    }

    /** When its filling began. */
    Instant opened() {
        return opened;
    }

    long batchId() {
        return order.batchId();
    }

    /** Requests so far. */
    int size() {
        return size;
    }

    /** The highest record id that was offered, taken or not. */
    long lastLookedAt() {
        return lastLookedAt;
    }

    /** Whether nothing more fits. */
    boolean isFull() {
        return full;
    }

    /** Whether the budget allows no more. */
    boolean isTooDear() {
        return tooDear;
    }

    /** Whether there are too few requests to be a batch. */
    boolean isWorthNothing() {
        return size == 0 || tooDear && size < limits.least();
    }

    /** Returns false when nothing more fits. */
    boolean add(Candidate candidate) throws IOException {
        var input = candidate.input();
        lastLookedAt = candidate.recordId();
        try {
            segments.seek(input.segment(), input.offset(), input.index());
        } catch (DamagedSegmentException e) {
            damaged(candidate, e);
            return true;
        }
        record.read(segments.bytes(), segments.from(), segments.to());
        int from = lines.size();
        String customId = tools.ids().of(candidate.recordId(), candidate.attempt());
        CanonicalRecord shown =
                withNonce ? new NoncedRecord(record, tools.nonces().of(customId)) : record;
        String its = requests.kind(shown);
        if (kind != null && !its.equals(kind)) {
            // It waits for a batch of its own kind.
            return true;
        }
        try {
            requests.write(customId, shown, lines);
        } catch (WrittenRequests.Refused e) {
            lines.cut(from);
            hold(candidate, "request_refused", String.valueOf(e.getMessage()));
            return true;
        }
        int length = lines.size() - from;
        long tokens = estimate.look(lines, from);
        if (length > Math.min(limits.lineBytes(), limits.bytes()) || tokens > estimate.mostOfALine()) {
            lines.cut(from);
            tooLarge(candidate, length, tokens);
            return true;
        }
        tooDear = !estimate.isAffordable();
        if (tooDear || bytes + length > limits.bytes() || !estimate.fits()) {
            lines.cut(from);
            full = true;
            return false;
        }
        kind = its;
        take(candidate, length);
        full = size >= most;
        return !full;
    }

    private void take(Candidate candidate, int length) throws IOException {
        if (lines.size() >= CHUNK) {
            writeBehind();
        }
        estimate.add();
        bytes += length;
        members.add(candidate.recordId(), candidate.attempt());
        memberLines.add(candidate.identity());
        size++;
    }

    private static LineBuffer chunk() {
        return new LineBuffer(CHUNK + CHUNK / 4);
    }

    /** While one chunk is hashed and written the other is filled. */
    private void writeBehind() throws IOException {
        writer.await();
        LineBuffer full = lines;
        lines = written;
        lines.cut(0);
        written = full;
        writer.begin(() -> out.write(full.bytes(), 0, full.size()));
    }

    /** Makes both files durable. */
    Assembly.Cut commit() throws IOException {
        writer.await();
        out.write(lines.bytes(), 0, lines.size());
        out.commit();
        memberLines.flush();
        memberFile.commit();
        return new Assembly.Cut(
                members.build(), BatchCutter.requests(order.batchId()), bytes, out.sha256(), estimate.load());
    }

    /** What was not committed is gone. */
    @Override
    public void close() throws IOException {
        writer.close();
        try (out) {
            memberFile.close();
        }
    }

    private void hold(Candidate candidate, String code, String detail) {
        tools.at().ledger().todo().hold(candidate.recordId(), code, detail);
    }

    /** The others go on. */
    private void damaged(Candidate candidate, DamagedSegmentException e) {
        String why = e.getMessage() + ": bring the file back from a backup of the spool, or drop its source again";
        hold(candidate, "input_damaged", why);
        String drop = "drop " + candidate.dropId();
        if (tools.at().ledger().events().raiseOnce(EventKind.SPOOL_DAMAGED, drop, why)) {
            LOG.error("Drop {}: records are held (input_damaged). {}", candidate.dropId(), why);
        }
    }

    private void tooLarge(Candidate candidate, int length, long tokens) {
        String detail = tokens > estimate.mostOfALine()
                ? "its request would be about " + tokens + " tokens; the provider takes " + estimate.mostOfALine()
                : "its request would be " + length + " bytes; the provider takes "
                        + Math.min(limits.lineBytes(), limits.bytes());
        hold(candidate, "request_too_large", detail);
        LOG.warn(
                "Record {} of drop {} is held: {}. Shorten the prompt or the input, then release it",
                candidate.recordId(),
                candidate.dropId(),
                detail);
    }
}
