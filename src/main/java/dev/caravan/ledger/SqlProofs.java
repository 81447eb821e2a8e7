package dev.caravan.ledger;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Proofs} in SQL. */
final class SqlProofs implements Proofs {
    private static final int KEY_BYTES = 32;
    private static final String ROWS =
            " FROM chunk k CROSS JOIN record r ON r.id >= k.first_id AND r.id < k.first_id + k.n"
                    + " WHERE k.drop_id = ? AND k.first_id >= coalesce((SELECT max(first_id) FROM chunk WHERE first_id <= ?), 0)"
                    + " AND r.id > ?";

    private final Db db;

    SqlProofs(Db db) {
        this.db = db;
    }

    /** A ledger that never had a key gets one. */
    static void makeKey(Connection c) throws SQLException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Db.update(c, "UPDATE ledger SET mac_key = ? WHERE id = 1 AND mac_key IS NULL", key);
    }

    @Override
    public byte[] key() {
        return db.read(c -> Db.one(c, "SELECT mac_key FROM ledger WHERE id = 1", r -> r.getBytes(1))
                .orElseThrow(() -> new LedgerException("The ledger has no name and no key yet")));
    }

    @Override
    public List<Long> due(Instant notSince, int limit) {
        return db.read(c -> Db.list(
                c,
                "SELECT id FROM \"drop\" WHERE proved < \"drop\".moves AND state IN (4, 5) AND purge < 3 AND "
                        + DropRest.AT_REST
                        + " AND NOT EXISTS (SELECT 1 FROM manifest f WHERE f.drop_id = \"drop\".id AND f.at > ?)"
                        + " ORDER BY id LIMIT ?",
                r -> r.getLong(1),
                notSince.toEpochMilli(),
                limit));
    }

    @Override
    public Optional<Subject> drop(long dropId) {
        return db.read(c -> {
            DropCounts counts = Db.one(c, "SELECT 1 FROM \"drop\" WHERE id = ?", r -> 1, dropId)
                            .isPresent()
                    ? DropReads.counts(c, dropId)
                    : null;
            return counts == null
                    ? Optional.<Subject>empty()
                    : Db.one(
                            c,
                            "SELECT t.name, d.zone, d.uri, d.tag, d.state, d.reason, d.spool_path, d.bytes, d.sealed_at,"
                                    + " d.moves, d.purged_at, d.purge FROM \"drop\" d JOIN task t ON t.id = d.task_id WHERE d.id = ?",
                            r -> subject(r, dropId, counts),
                            dropId);
        });
    }

    private static Subject subject(ResultSet r, long dropId, DropCounts counts) throws SQLException {
        return new Subject(
                dropId,
                r.getString(1),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                Codes.dropState(r.getInt(5)),
                r.getString(6),
                r.getString(7),
                r.getLong(8),
                instant(r, 9),
                r.getLong(10),
                instant(r, 11),
                r.getInt(12) >= 3,
                counts);
    }

    private static @Nullable Instant instant(ResultSet r, int column) throws SQLException {
        long millis = r.getLong(column);
        return r.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public List<String> segments(long dropId) {
        return db.read(c -> Db.list(
                c,
                "SELECT segment FROM chunk WHERE drop_id = ? AND state < 3 GROUP BY segment ORDER BY min(first_id)",
                r -> r.getString(1),
                dropId));
    }

    @Override
    public List<Row> rows(long dropId, long afterRecordId, int limit) {
        return db.read(c -> Db.list(
                c,
                "SELECT r.id, r.line, r.content, r.source_id, r.state, coalesce(r.code, ''), r.attempt, r.recipe_id,"
                        + " coalesce(r.batch_id, 0), r.res_file, r.res_pos, r.tok_in, r.tok_cached, r.tok_out,"
                        + " r.tok_reason, r.cost_u, CASE WHEN r.person = 1 THEN (SELECT d.after_mac FROM decision d"
                        + " WHERE d.record_id = r.id AND d.after_state = 3 ORDER BY d.id DESC LIMIT 1) END" + ROWS
                        + " ORDER BY k.first_id, r.id LIMIT ?",
                SqlProofs::row,
                dropId,
                afterRecordId,
                afterRecordId,
                limit));
    }

    private static Row row(ResultSet r) throws SQLException {
        int file = r.getInt(10);
        boolean none = r.wasNull() || file < 0;
        return new Row(
                r.getLong(1),
                r.getLong(2),
                r.getLong(3),
                r.getString(4),
                Codes.recordState(r.getInt(5)),
                r.getString(6),
                r.getInt(7),
                r.getInt(8),
                r.getLong(9),
                none ? null : new Collection.ResultAt(file, r.getLong(11)),
                new Collection.Usage(r.getInt(12), r.getInt(13), r.getInt(14), r.getInt(15), r.getLong(16)),
                r.getString(17));
    }

    @Override
    public List<Drops.Refusal> refusals(long dropId, long afterLine, int limit) {
        return db.read(c -> DropReads.refusals(c, dropId, afterLine, limit));
    }

    @Override
    public Optional<Long> find(long dropId, String sourceId) {
        return db.read(c -> {
            record Found(long id, long prev, long drop) {}
            Optional<Found> at = Db.one(
                    c,
                    "SELECT id, coalesce(prev_id, 0), drop_id FROM record WHERE current = 1 AND source_id = ?"
                            + " AND task_id = (SELECT task_id FROM \"drop\" WHERE id = ?)",
                    r -> new Found(r.getLong(1), r.getLong(2), r.getLong(3)),
                    sourceId,
                    dropId);
            while (at.isPresent() && at.get().drop() != dropId) {
                at = Db.one(
                        c,
                        "SELECT id, coalesce(prev_id, 0), drop_id FROM record WHERE id = ?",
                        r -> new Found(r.getLong(1), r.getLong(2), r.getLong(3)),
                        at.get().prev());
            }
            return at.map(Found::id);
        });
    }

    @Override
    public List<Answers> results(long batchId) {
        return db.read(c -> Db.list(
                c,
                "SELECT path, bytes, sha256, coalesce(received, sha256) FROM result_file WHERE batch_id = ? ORDER BY no",
                r -> new Answers(r.getString(1), r.getLong(2), r.getString(3), r.getString(4)),
                batchId));
    }

    @Override
    public Used earlier(long dropId) {
        return db.read(c -> Db.one(
                        c,
                        "SELECT sum(p.tok_in), sum(p.tok_cached), sum(p.tok_out), sum(p.tok_reason), sum(p.cost_u)"
                                + " FROM chunk k CROSS JOIN attempt_past p ON p.record_id >= k.first_id"
                                + " AND p.record_id < k.first_id + k.n WHERE k.drop_id = ?",
                        r -> new Used(r.getLong(1), r.getLong(2), r.getLong(3), r.getLong(4), r.getLong(5)),
                        dropId)
                .orElse(Used.NOTHING));
    }

    @Override
    public List<FileHash> files(long dropId) {
        return db.read(c -> Db.list(
                c,
                "SELECT path, bytes, sha256 FROM drop_file WHERE drop_id = ? ORDER BY path",
                r -> new FileHash(r.getString(1), r.getLong(2), r.getString(3)),
                dropId));
    }

    @Override
    public void hashed(long dropId, FileHash file) {
        db.write(c -> Db.update(
                c,
                "INSERT INTO drop_file (drop_id, path, bytes, sha256) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (drop_id, path) DO UPDATE SET bytes = excluded.bytes, sha256 = excluded.sha256",
                dropId,
                file.path(),
                file.bytes(),
                file.sha256()));
    }

    @Override
    public List<Manifest> manifests(long dropId) {
        return db.read(c -> Db.list(
                c,
                "SELECT no, at, path, sha256, root FROM manifest WHERE drop_id = ? ORDER BY no",
                r -> new Manifest(
                        r.getInt(1),
                        Instant.ofEpochMilli(r.getLong(2)),
                        r.getString(3),
                        r.getString(4),
                        r.getString(5)),
                dropId));
    }

    @Override
    public boolean proved(long dropId, long moves, Manifest manifest) {
        return db.write(c -> {
            if (Db.update(c, "UPDATE \"drop\" SET proved = ? WHERE id = ? AND \"drop\".moves = ?", moves, dropId, moves)
                    == 0) {
                return false;
            }
            insert(c, dropId, manifest);
            return true;
        });
    }

    static int insert(Connection c, long dropId, Manifest manifest) throws SQLException {
        return Db.update(
                c,
                "INSERT INTO manifest (drop_id, no, at, path, sha256, root) VALUES (?, ?, ?, ?, ?, ?)",
                dropId,
                manifest.no(),
                manifest.at().toEpochMilli(),
                manifest.path(),
                manifest.sha256(),
                manifest.root());
    }
}
