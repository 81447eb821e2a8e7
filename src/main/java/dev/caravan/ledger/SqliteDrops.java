package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** {@link Drops} on SQLite. */
final class SqliteDrops implements Drops {
    private static final int STATE_READY = 1;

    private final Db db;
    private final int owner;
    private final Clock clock;

    SqliteDrops(Db db, int owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public long arriving(NewDrop drop) {
        return db.write(c -> {
            Db.update(
                    c,
                    "INSERT INTO \"drop\" (task_id, zone, uri, tag, state) VALUES (?, ?, ?, ?, ?)",
                    drop.taskId(),
                    drop.zone(),
                    drop.uri(),
                    drop.tag(),
                    DropState.ARRIVING.code());
            return Db.number(c, "SELECT last_insert_rowid()");
        });
    }

    @Override
    public void received(long dropId, String spoolPath, long bytes) {
        int rows = db.write(c -> Db.update(
                c,
                "UPDATE \"drop\" SET state = ?, spool_path = ?, bytes = ? WHERE id = ? AND state = ?",
                DropState.RECEIVED.code(),
                spoolPath,
                bytes,
                dropId,
                DropState.ARRIVING.code()));
        expectOne(rows, dropId, DropState.ARRIVING);
    }

    @Override
    public void vanished(long dropId) {
        int rows = db.write(c -> Db.update(
                c,
                "UPDATE \"drop\" SET state = ? WHERE id = ? AND state = ?",
                DropState.VOID.code(),
                dropId,
                DropState.ARRIVING.code()));
        expectOne(rows, dropId, DropState.ARRIVING);
    }

    @Override
    public List<Arriving> arriving() {
        return db.read(c -> Db.list(
                c,
                "SELECT id, task_id, uri FROM \"drop\" WHERE state = ? ORDER BY id",
                r -> new Arriving(r.getLong(1), r.getInt(2), r.getString(3)),
                DropState.ARRIVING.code()));
    }

    @Override
    public Optional<Claim> claimForRead() {
        return db.write(c -> {
            Optional<Claim> next = Db.one(
                    c,
                    "SELECT id, task_id, uri, spool_path, fence + 1, ck_row, ck_hash FROM \"drop\""
                            + " WHERE (state = ? OR (state = ? AND owner <> ?)) ORDER BY id LIMIT 1",
                    SqliteDrops::claim,
                    DropState.RECEIVED.code(),
                    DropState.READING.code(),
                    owner);
            if (next.isPresent()) {
                Db.update(
                        c,
                        "UPDATE \"drop\" SET state = ?, owner = ?, fence = ? WHERE id = ?",
                        DropState.READING.code(),
                        owner,
                        next.get().fence(),
                        next.get().dropId());
            }
            return next;
        });
    }

    @Override
    public void release(Claim claim) {
        db.write(c -> Db.update(
                c, "UPDATE \"drop\" SET owner = 0 WHERE id = ? AND fence = ?", claim.dropId(), claim.fence()));
    }

    @Override
    public Appended append(Claim claim, ReadPart part) {
        return db.write(c -> new RowAppender(c, claim, part.recipeId()).append(part));
    }

    @Override
    public DropCounts seal(Claim claim) {
        return db.write(c -> {
            finish(c, claim, DropState.SEALED, null);
            ready(c, claim);
            return DropReads.counts(c, claim.dropId());
        });
    }

    @Override
    public void fail(Claim claim, String reason, boolean keepRows) {
        db.write(c -> {
            finish(c, claim, DropState.FAILED, reason);
            if (keepRows) {
                ready(c, claim);
            } else {
                withdraw(c, claim);
            }
            return 0;
        });
    }

    @Override
    public Optional<Drop> find(long dropId) {
        return db.read(c -> DropReads.drops(c, "WHERE id = ?", dropId).stream().findFirst());
    }

    @Override
    public List<Refusal> refusals(long dropId, long afterLine, int limit) {
        return db.read(c -> Db.list(
                c,
                "SELECT line, code, detail FROM refusal WHERE drop_id = ? AND line > ? AND line <= (SELECT max(line)"
                        + " FROM (SELECT line FROM refusal WHERE drop_id = ? AND line > ? ORDER BY line LIMIT ?))"
                        + " ORDER BY line, id",
                r -> new Refusal(r.getLong(1), r.getString(2), r.getString(3)),
                dropId,
                afterLine,
                dropId,
                afterLine,
                limit));
    }

    private void finish(
            java.sql.Connection c, Claim claim, DropState state, @org.jspecify.annotations.Nullable String reason)
            throws SQLException {
        int rows = Db.update(
                c,
                "UPDATE \"drop\" SET state = ?, reason = ?, sealed_at = ?, owner = 0"
                        + " WHERE id = ? AND fence = ? AND state = ?",
                state.code(),
                reason,
                clock.millis(),
                claim.dropId(),
                claim.fence(),
                DropState.READING.code());
        if (rows == 0) {
            throw new StaleFenceException("Drop " + claim.dropId());
        }
    }

    /** Rows may be claimed from now on, and the revisions before them step aside. */
    private static void ready(java.sql.Connection c, Claim claim) throws SQLException {
        var counters = new DropCounters();
        String older = "(SELECT prev_id FROM record WHERE drop_id = ? AND prev_id IS NOT NULL"
                + " AND id >= (SELECT min(first_id) FROM chunk WHERE drop_id = ?)"
                + " AND id < (SELECT max(first_id + n) FROM chunk WHERE drop_id = ?))";
        Object[] ids = {claim.dropId(), claim.dropId(), claim.dropId()};
        String idle = " AND (state IN (1, 4, 5, 6, 7) OR (state = 3 AND pub_id IS NULL))";
        Db.update(
                c,
                "UPDATE record SET stale = 1 WHERE id IN " + older
                        + " AND (state = 2 OR (state = 3 AND pub_id IS NOT NULL))",
                ids);
        Db.list(
                c,
                "SELECT drop_id, state, count(*) FROM record WHERE id IN " + older + idle + " GROUP BY drop_id, state",
                r -> {
                    counters.move(
                            r.getLong(1), LegalMoves.recordState(r.getInt(2)), RecordState.SUPERSEDED, r.getLong(3));
                    return 0;
                },
                ids);
        Db.update(
                c, "DELETE FROM todo WHERE record_id IN (SELECT id FROM record WHERE id IN " + older + idle + ")", ids);
        Db.update(c, "UPDATE record SET state = 10 WHERE id IN " + older + idle, ids);
        counters.store(c);
        Db.update(
                c,
                "UPDATE chunk SET state = CASE WHEN EXISTS (SELECT 1 FROM record r WHERE r.id >= first_id"
                        + " AND r.id < first_id + n AND r.state = 1) THEN ? ELSE 2 END WHERE drop_id = ?",
                STATE_READY,
                claim.dropId());
    }

    /** As if it had never come: no rows, no counts; the revisions before are current again. Its ids stay used. */
    private static void withdraw(java.sql.Connection c, Claim claim) throws SQLException {
        Db.update(c, "CREATE TEMP TABLE IF NOT EXISTS given_back (id INTEGER PRIMARY KEY)");
        Db.update(c, "DELETE FROM given_back");
        Db.update(
                c,
                "INSERT INTO given_back SELECT r.prev_id FROM chunk k JOIN record r ON r.id >= k.first_id"
                        + " AND r.id < k.first_id + k.n WHERE k.drop_id = ? AND r.prev_id IS NOT NULL",
                claim.dropId());
        Db.update(
                c,
                "DELETE FROM record WHERE drop_id = ? AND id >= (SELECT min(first_id) FROM chunk WHERE drop_id = ?)",
                claim.dropId(),
                claim.dropId());
        Db.update(c, "UPDATE record SET current = 1 WHERE id IN (SELECT id FROM given_back)");
        Db.update(c, "UPDATE chunk SET state = 3 WHERE drop_id = ?", claim.dropId());
        Db.update(c, "DELETE FROM drop_count WHERE drop_id = ?", claim.dropId());
        Db.update(
                c,
                "UPDATE \"drop\" SET rows_read = 0, refused = 0, duplicate = 0, unchanged = 0, stale = 0 WHERE id = ?",
                claim.dropId());
    }

    private static void expectOne(int rows, long dropId, DropState expected) {
        if (rows != 1) {
            throw new LedgerException("Drop " + dropId + " is not " + expected + " any more");
        }
    }

    private static Claim claim(ResultSet r) throws SQLException {
        return new Claim(
                r.getLong(1), r.getInt(2), r.getString(3), r.getString(4), r.getLong(5), r.getLong(6), r.getLong(7));
    }
}
