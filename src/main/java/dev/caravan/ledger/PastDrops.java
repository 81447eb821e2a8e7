package dev.caravan.ledger;

import dev.caravan.ledger.Restores.PastDrop;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Drops whose bytes were deleted by age in the time that was lost. Everything of them was over then: a drop goes only at rest.
 */
final class PastDrops {
    /** What would move again. What is locked in a publication goes with that. */
    private static final String MOVING = " (r.state IN (1, 2, 6, 7) OR (r.state = 3 AND r.pub_id IS NULL))";

    private final Connection c;
    private final long now;

    PastDrops(Connection c, long now) {
        this.c = c;
        this.now = now;
    }

    /** One that the ledger does not know: what its last manifest counts, and no rows. */
    void bringIn(PastDrop drop, boolean failed, DropCounts counts) throws SQLException {
        int inserted = Db.update(
                c,
                "INSERT INTO \"drop\" (id, task_id, zone, uri, tag, state, sealed_at, rows_read, refused,"
                        + " duplicate, unchanged, stale, purge, purged_at, proved)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 4, ?, 0) ON CONFLICT DO NOTHING",
                drop.id(),
                drop.taskId(),
                drop.zone(),
                drop.uri(),
                drop.tag(),
                (failed ? DropState.FAILED : DropState.SEALED).code(),
                now,
                counts.read(),
                counts.refused(),
                counts.duplicate(),
                counts.unchanged(),
                counts.stale(),
                now);
        for (RecordState state : inserted == 0 ? new RecordState[0] : RecordState.values()) {
            if (counts.in(state) > 0) {
                Db.update(
                        c,
                        "INSERT INTO drop_count (drop_id, state, n) VALUES (?, ?, ?)",
                        drop.id(),
                        state.code(),
                        counts.in(state));
            }
        }
    }

    /** One that the ledger has with its rows: none of them moves again. */
    void end(long dropId) throws SQLException {
        if (Db.number(c, "SELECT count(*) FROM \"drop\" WHERE id = ? AND purge = 0", dropId) == 0) {
            return;
        }
        if (Db.number(c, "SELECT state FROM \"drop\" WHERE id = ?", dropId) < DropState.SEALED.code()) {
            new DropEnd(c, dropId).ready();
        }
        List<Members.Run> chunks = Db.list(
                c,
                "SELECT first_id, n FROM chunk WHERE drop_id = ? AND state < 3 ORDER BY first_id",
                r -> new Members.Run(r.getLong(1), r.getInt(2), 0),
                dropId);
        MemberRuns.fill(c, chunks);
        List<Long> batches = leaveBatches();
        var counters = new DropCounters();
        counters.moveAll(
                c,
                "SELECT r.drop_id, r.state, 10, count(*)" + MemberRuns.RECORDS + " WHERE" + MOVING
                        + " GROUP BY r.drop_id, r.state");
        counters.store(c);
        Db.update(
                c,
                "DELETE FROM todo WHERE record_id IN (SELECT r.id" + MemberRuns.RECORDS + " WHERE" + MOVING
                        + " OR r.state = 5)");
        Db.update(
                c,
                "UPDATE record AS r SET state = 10, code = 'purged' FROM temp.run m WHERE" + MemberRuns.IN_RUN + "AND"
                        + MOVING);
        PersonalValues.blankAll(c, dropId);
        Db.update(c, "UPDATE chunk SET state = 2 WHERE drop_id = ? AND state < 3", dropId);
        Db.update(
                c,
                "UPDATE \"drop\" SET state = max(state, 4), sealed_at = coalesce(sealed_at, ?), owner = 0, purge = 2,"
                        + " purged_at = ? WHERE id = ?",
                now,
                now,
                dropId);
        endBatches(batches);
    }

    private List<Long> leaveBatches() throws SQLException {
        List<Long> batches =
                Db.list(c, "SELECT DISTINCT r.batch_id" + MemberRuns.RECORDS + " WHERE r.state = 2", r -> r.getLong(1));
        Db.update(
                c,
                "UPDATE batch AS b SET n_notrun = n_notrun + x.n FROM (SELECT r.batch_id AS id, count(*) AS n"
                        + MemberRuns.RECORDS + " WHERE r.state = 2 GROUP BY r.batch_id) x WHERE b.id = x.id");
        return batches;
    }

    /** A batch that nobody waits for any more is asked for no more. */
    private void endBatches(List<Long> batches) throws SQLException {
        for (long batch : batches) {
            Members members = BatchReads.find(c, batch).orElseThrow().members();
            MemberRuns.fill(c, members.runs());
            long left = Db.number(
                    c, "SELECT count(*)" + MemberRuns.RECORDS + " WHERE r.batch_id = ? AND r.state = 2", batch);
            if (left == 0) {
                Db.update(
                        c,
                        "UPDATE batch SET state = ?, note = ?, owner = 0, fence = fence + 1 WHERE id = ? AND state < 7",
                        BatchState.LOST.code(),
                        "all its drops were over and deleted by age before the ledger went back in time",
                        batch);
            }
        }
    }
}
