package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.spool.SegmentWriter;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What was read since the last commit: frames of the segment, the rows in them, and refusals. */
final class Stretch implements Closeable {
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
    private long committedRow;
    private long committedAt;
    /** Whether the ledger may name the segment; then it stays, even half full. */
    private boolean offered;

    Stretch(Target target, SegmentWriter segment, Clock clock) {
        this.target = target;
        this.segment = segment;
        this.clock = clock;
        this.committedRow = target.claim().checkpointRow();
        this.committedAt = clock.millis();
    }

    void add(Drops.Row row, CanonicalWriter line) throws IOException {
        segment.add(line.bytes(), 0, line.length());
        rows.add(row);
        if (segment.full()) {
            endFrame();
        }
    }

    void refuse(Drops.Refusal refusal) {
        refusals.add(refusal);
    }

    /** Whether it is time to commit; the clock is asked now and then only. */
    boolean due(long row) {
        return row - committedRow >= COMMIT_ROWS
                || row % LOOK_EVERY == 0 && clock.millis() - committedAt >= COMMIT_MILLIS;
    }

    /** Bytes first, then the ledger. */
    void commit(long row, long hash) throws IOException {
        if (row <= committedRow) {
            return;
        }
        if (!rows.isEmpty()) {
            endFrame();
        }
        segment.force();
        offered |= !frames.isEmpty();
        target.drops().append(target.claim(), new Drops.ReadPart(target.recipeId(), frames, refusals, row, hash));
        frames = new ArrayList<>();
        refusals = new ArrayList<>();
        committedRow = row;
        committedAt = clock.millis();
    }

    private void endFrame() throws IOException {
        frames.add(new Drops.Frame(segment.path(), segment.endFrame(), rows));
        rows = new ArrayList<>();
    }

    @Override
    public void close() throws IOException {
        try {
            segment.close();
        } finally {
            if (!offered) {
                segment.discard();
            }
        }
    }
}
