package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.spool.Follower;
import dev.caravan.spool.SegmentWriter;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read since the last commit: frames of the segment, the rows in them, and refusals. Each stretch but the last is
 * committed while the next one is read.
 */
final class Stretch implements RowSink, Closeable {
    private static final int COMMIT_ROWS = 50_000;
    private static final long COMMIT_MILLIS = 1000;
    private static final int LOOK_EVERY = 64;

    /** Whose rows these are. */
    record Target(Drops drops, Drops.Claim claim, int recipeId) {}

    private final Target target;
    private final SegmentWriter segment;
    private final Clock clock;
    private List<Drops.Frame> frames = new ArrayList<>();
    private List<Drops.Row> rows = new ArrayList<>();
    private List<Drops.Refusal> refusals = new ArrayList<>();
    private final Follower follower = new Follower("caravan-read");
    private long handedRow;
    private long handedAt;
    /** Whether the ledger may name the segment; then it stays, even half full. */
    private boolean offered;

    Stretch(Target target, SegmentWriter segment, Clock clock) {
        this.target = target;
        this.segment = segment;
        this.clock = clock;
        this.handedRow = target.claim().checkpointRow();
        this.handedAt = clock.millis();
    }

    @Override
    public void add(Drops.Row row, CanonicalWriter line) throws IOException {
        segment.add(line.bytes(), 0, line.length());
        rows.add(row);
        if (segment.full()) {
            endFrame();
        }
    }

    @Override
    public void refuse(Drops.Refusal refusal) {
        refusals.add(refusal);
    }

    /** Whether it is time to commit; the clock is asked now and then only. */
    boolean due(long row) {
        return row - handedRow >= COMMIT_ROWS || row % LOOK_EVERY == 0 && clock.millis() - handedAt >= COMMIT_MILLIS;
    }

    /**
     * Has everything committed up to this row as soon as what was handed over before is.
     *
     * @return the row up to which everything is in the ledger
     * @throws IOException if what was handed over before could not be committed; likewise what the ledger throws
     */
    long handOver(long row, long hash) throws IOException {
        long before = handedRow;
        Drops.ReadPart part = part(row, hash);
        follower.begin(() -> append(part));
        return before;
    }

    /** Commits everything up to this row. */
    void commit(long row, long hash) throws IOException {
        follower.await();
        if (row > handedRow) {
            append(part(row, hash));
        }
    }

    private Drops.ReadPart part(long row, long hash) throws IOException {
        if (!rows.isEmpty()) {
            endFrame();
        }
        offered |= !frames.isEmpty();
        var part = new Drops.ReadPart(target.recipeId(), frames, refusals, row, hash);
        frames = new ArrayList<>();
        refusals = new ArrayList<>();
        handedRow = row;
        handedAt = clock.millis();
        return part;
    }

    /** Bytes first, then the ledger. */
    private void append(Drops.ReadPart part) throws IOException {
        segment.force();
        Drops.Appended unused = target.drops().append(target.claim(), part);
    }

    private void endFrame() throws IOException {
        frames.add(new Drops.Frame(segment.path(), segment.endFrame(), rows));
        rows = new ArrayList<>();
    }

    @Override
    public void close() throws IOException {
        follower.close();
        try {
            segment.close();
        } finally {
            if (!offered) {
                segment.discard();
            }
        }
    }
}
