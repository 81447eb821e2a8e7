package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Drops} in SQL. */
final class SqlDrops implements Drops {
    /** Its ranges are where something is to be done for all of them. */
    private static final String IN_HAND = "AND (d.split < 2 OR NOT EXISTS"
            + " (SELECT 1 FROM drop_range g WHERE g.drop_id = d.id AND g.state < d.split))";

    /** The next one to be read: of a task one after the other. */
    static final String READY = " FROM \"drop\" d WHERE d.state < 4 AND ((d.state = 3 AND d.owner" + NodeRows.NOBODY
            + IN_HAND + ") OR (d.state = 2 AND NOT EXISTS"
            + " (SELECT 1 FROM \"drop\" e WHERE e.state < 4 AND e.state = 3 AND e.task_id = d.task_id)))"
            + " ORDER BY d.id LIMIT 1";

    private final Db db;
    private final int owner;
    private final Clock clock;
    private final Forsaken<Claim> forsaken;

    SqlDrops(Db db, int owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
        this.forsaken = new Forsaken<>(
                db,
                (c, claim) -> Db.update(
                        c,
                        "UPDATE \"drop\" SET owner = 0 WHERE id = ? AND fence = ? AND owner = ?",
                        claim.dropId(),
                        claim.fence(),
                        owner));
    }

    @Override
    public long arriving(NewDrop drop) {
        return db.write(c -> {
            Optional<Long> there = Db.one(
                    c,
                    "SELECT id FROM \"drop\" WHERE zone = ? AND uri = ? AND tag = ? AND tag IS NOT NULL AND state < 5",
                    r -> r.getLong(1),
                    drop.zone(),
                    drop.uri(),
                    drop.tag());
            if (there.isPresent()) {
                throw new TakenAlreadyException("Drop " + there.get() + " is " + drop.uri() + " in version \""
                        + drop.tag() + "\" already; it is not taken twice");
            }
            return Db.number(
                    c,
                    "INSERT INTO \"drop\" (task_id, zone, uri, tag, state, owner) VALUES (?, ?, ?, ?, ?, ?)"
                            + " RETURNING id",
                    drop.taskId(),
                    drop.zone(),
                    drop.uri(),
                    drop.tag(),
                    DropState.ARRIVING.code(),
                    owner);
        });
    }

    @Override
    public void received(long dropId, String spoolPath, long bytes) {
        db.write(c -> {
            receive(c, dropId, spoolPath, bytes);
            return 0;
        });
    }

    static void receive(Connection c, long dropId, String spoolPath, long bytes) throws SQLException {
        move(c, dropId, DropState.RECEIVED);
        Db.update(c, "UPDATE \"drop\" SET spool_path = ?, bytes = ?, owner = 0 WHERE id = ?", spoolPath, bytes, dropId);
    }

    @Override
    public void vanished(long dropId) {
        db.write(c -> {
            move(c, dropId, DropState.VOID);
            return 0;
        });
    }

    @Override
    public Map<Source, Seen> seen(String zone, Collection<String> uris) {
        return uris.isEmpty() ? Map.of() : db.read(c -> DropReads.seen(c, zone, uris));
    }

    @Override
    public void putAway(long dropId) {
        db.write(c -> Db.update(c, "UPDATE \"drop\" SET put_away = 1 WHERE id = ?", dropId));
    }

    @Override
    public List<Arriving> arriving() {
        return db.read(c -> Db.list(
                c,
                "SELECT id, task_id, uri FROM \"drop\" WHERE state < 4 AND state = ? AND zone <> ? AND owner"
                        + NodeRows.NOBODY + "ORDER BY id",
                r -> new Arriving(r.getLong(1), r.getInt(2), r.getString(3)),
                DropState.ARRIVING.code(),
                Submissions.ZONE));
    }

    @Override
    public Optional<Claim> claimForRead() {
        return forsaken.freeThen(c -> {
            Optional<Claim> next = Db.one(
                    c, "SELECT id, task_id, uri, spool_path, fence + 1, ck_row, ck_hash" + READY, SqlDrops::claim);
            if (next.isPresent()) {
                Touch.task(c, next.get().taskId());
                move(c, next.get().dropId(), DropState.READING);
                Db.update(
                        c,
                        "UPDATE \"drop\" SET owner = ?, fence = ? WHERE id = ?",
                        owner,
                        next.get().fence(),
                        next.get().dropId());
            }
            return next;
        });
    }

    @Override
    public void release(Claim claim) {
        db.write(c -> {
            fenced(c, claim, owner);
            return Db.update(c, "UPDATE \"drop\" SET owner = 0 WHERE id = ?", claim.dropId());
        });
    }

    @Override
    public void forsake(Claim claim) {
        forsaken.add(claim);
    }

    @Override
    public Appended append(Claim claim, ReadPart part) {
        return db.write(c -> {
            fenced(c, claim, owner);
            return new RowAppender(c, claim, part.recipeId()).append(part);
        });
    }

    @Override
    public DropCounts seal(Claim claim) {
        return db.write(c -> {
            finish(c, claim, DropState.SEALED, null);
            new DropEnd(c, claim.dropId()).ready();
            return DropReads.counts(c, claim.dropId());
        });
    }

    @Override
    public void fail(Claim claim, String reason, boolean keepRows) {
        db.write(c -> {
            finish(c, claim, DropState.FAILED, reason);
            var end = new DropEnd(c, claim.dropId());
            if (keepRows) {
                end.ready();
            } else {
                end.withdraw();
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
        return db.read(c -> DropReads.refusals(c, dropId, afterLine, limit));
    }

    private void finish(Connection c, Claim claim, DropState to, @Nullable String reason) throws SQLException {
        DropState from = fenced(c, claim, owner);
        LegalMoves.move(claim.dropId(), from, to);
        Db.update(
                c,
                "UPDATE \"drop\" SET state = ?, reason = ?, sealed_at = ?, owner = 0 WHERE id = ?",
                to.code(),
                reason,
                clock.millis(),
                claim.dropId());
        RangeRows.fold(c, claim.dropId());
    }

    /** The state of a drop that the claim still holds. */
    static DropState fenced(Connection c, Claim claim, int owner) throws SQLException {
        return Db.one(
                        c,
                        "SELECT state FROM \"drop\" WHERE id = ? AND fence = ? AND owner = ?" + Db.LOCK,
                        r -> Codes.dropState(r.getInt(1)),
                        claim.dropId(),
                        claim.fence(),
                        owner)
                .orElseThrow(() -> new StaleFenceException("Drop " + claim.dropId()));
    }

    private static void move(Connection c, long dropId, DropState to) throws SQLException {
        DropState from = Db.one(c, "SELECT state FROM \"drop\" WHERE id = ?", r -> Codes.dropState(r.getInt(1)), dropId)
                .orElseThrow(() -> new LedgerException("The ledger has no drop " + dropId));
        LegalMoves.move(dropId, from, to);
        Db.update(c, "UPDATE \"drop\" SET state = ? WHERE id = ?", to.code(), dropId);
    }

    private static Claim claim(ResultSet r) throws SQLException {
        return new Claim(
                r.getLong(1), r.getInt(2), r.getString(3), r.getString(4), r.getLong(5), r.getLong(6), r.getLong(7));
    }
}
