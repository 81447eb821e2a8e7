package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@link Assembly} on SQLite. */
final class SqliteAssembly implements Assembly {
    private static final String AT = "r.id, r.attempt + 1, k.segment, k.frame_off, r.id - k.first_id, r.drop_id";
    private static final String FRESH =
            "r.id >= k.first_id + k.taken AND r.id < k.first_id + k.n AND r.state = 1 AND r.current = 1";

    private final Db db;
    private final Clock clock;

    SqliteAssembly(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public List<Waiting> waiting() {
        return db.read(c -> {
            Map<Integer, Waiting> byTask = new TreeMap<>();
            String fresh = "SELECT k.task_id, sum(k.n - k.taken), min(d.sealed_at) FROM chunk k"
                    + " JOIN \"drop\" d ON d.id = k.drop_id WHERE k.state = 1"
                    + " AND EXISTS (SELECT 1 FROM record r WHERE " + FRESH + ") GROUP BY k.task_id";
            String again = "SELECT task_id, count(*), min(due) FROM todo WHERE task_id IN (SELECT id FROM task)"
                    + " AND kind = 1 GROUP BY task_id";
            for (String sql : List.of(fresh, again)) {
                for (Waiting w : Db.list(c, sql, SqliteAssembly::waiting)) {
                    byTask.merge(w.taskId(), w, SqliteAssembly::sum);
                }
            }
            return List.copyOf(byTask.values());
        });
    }

    @Override
    public long open(NewBatch batch) {
        return db.write(c -> {
            Db.update(
                    c,
                    "INSERT INTO batch (task_id, recipe_id, credential, state, created_at) VALUES (?, ?, ?, ?, ?)",
                    batch.taskId(),
                    batch.recipeId(),
                    batch.credential(),
                    BatchState.ASSEMBLING.code(),
                    clock.millis());
            return Db.number(c, "SELECT last_insert_rowid()");
        });
    }

    @Override
    public List<Candidate> candidates(int taskId, long afterRecordId, int limit) {
        return db.read(c -> {
            Map<Long, Candidate> byId = new TreeMap<>();
            String fresh = "SELECT " + AT + " FROM chunk k JOIN record r ON " + FRESH
                    + " AND r.id > ? WHERE k.task_id = ? AND k.state = 1 AND k.first_id + k.n > ?"
                    + " ORDER BY k.first_id, r.id LIMIT ?";
            String again = "SELECT " + AT + " FROM todo t JOIN record r ON r.id = t.record_id JOIN chunk k ON"
                    + " k.first_id = (SELECT max(first_id) FROM chunk WHERE first_id <= r.id)"
                    + " WHERE t.task_id = ? AND t.kind = 1 AND t.record_id > ? AND r.state = 1 AND r.current = 1"
                    + " ORDER BY t.record_id LIMIT ?";
            for (Candidate x :
                    Db.list(c, fresh, SqliteAssembly::candidate, afterRecordId, taskId, afterRecordId + 1, limit)) {
                byId.put(x.recordId(), x);
            }
            for (Candidate x : Db.list(c, again, SqliteAssembly::candidate, taskId, afterRecordId, limit)) {
                byId.put(x.recordId(), x);
            }
            return byId.values().stream().limit(limit).toList();
        });
    }

    @Override
    public boolean assembled(long batchId, Cut cut) {
        try {
            return db.write(c -> {
                move(c, batchId, cut);
                return true;
            });
        } catch (MembersMoved e) {
            return false;
        }
    }

    @Override
    public void abandon(long batchId) {
        db.write(c -> Db.update(
                c,
                "UPDATE batch SET state = ? WHERE id = ? AND state = ?",
                BatchState.DISSOLVED.code(),
                batchId,
                BatchState.ASSEMBLING.code()));
    }

    @Override
    public List<Long> leftAssembling() {
        return db.read(c ->
                Db.list(c, "SELECT id FROM batch WHERE state = ?", r -> r.getLong(1), BatchState.ASSEMBLING.code()));
    }

    @Override
    public Optional<InputAt> inputOf(long recordId) {
        return db.read(c -> Db.one(
                c,
                "SELECT segment, frame_off, ? - first_id FROM chunk WHERE first_id <= ? AND first_id + n > ?"
                        + " ORDER BY first_id DESC LIMIT 1",
                r -> new InputAt(r.getString(1), r.getLong(2), r.getInt(3)),
                recordId,
                recordId,
                recordId));
    }

    private void move(Connection c, long batchId, Cut cut) throws SQLException {
        long recipe = Db.number(c, "SELECT recipe_id FROM batch WHERE id = ?", batchId);
        var counters = new DropCounters();
        for (Members.Run run : cut.members().runs()) {
            Object[] range = {run.firstId(), run.endId()};
            Db.list(
                    c,
                    "SELECT drop_id, count(*) FROM record WHERE id >= ? AND id < ? GROUP BY drop_id",
                    r -> {
                        counters.move(r.getLong(1), RecordState.QUEUED, RecordState.SUBMITTED, r.getLong(2));
                        return 0;
                    },
                    range);
            int moved = Db.update(
                    c,
                    "UPDATE record SET state = 2, attempt = ?, batch_id = ?, recipe_id = ?"
                            + " WHERE id >= ? AND id < ? AND state = 1 AND current = 1 AND attempt = ? - 1",
                    run.attempt(),
                    batchId,
                    recipe,
                    run.firstId(),
                    run.endId(),
                    run.attempt());
            if (moved != run.count()) {
                throw new MembersMoved();
            }
            Db.update(c, "DELETE FROM todo WHERE record_id >= ? AND record_id < ? AND kind = 1", range);
            takeFromChunks(c, run);
        }
        counters.store(c);
        int rows = Db.update(
                c,
                "UPDATE batch SET state = ?, members = ?, requests = ?, bytes = ?, sha256 = ?, n_sent = ?, cost_est = ?,"
                        + " assembled_at = ?, next_due = 0 WHERE id = ? AND state = ?",
                BatchState.ASSEMBLED.code(),
                MemberCodec.encode(cut.members()),
                cut.requests(),
                cut.bytes(),
                cut.sha256(),
                cut.members().size(),
                cut.estimatedMicros(),
                clock.millis(),
                batchId,
                BatchState.ASSEMBLING.code());
        if (rows != 1) {
            throw new LedgerException("Batch " + batchId + " is not ASSEMBLING any more");
        }
    }

    private static void takeFromChunks(Connection c, Members.Run run) throws SQLException {
        Db.update(
                c,
                "UPDATE chunk SET taken = max(taken, min(?, first_id + n) - first_id) WHERE first_id < ?"
                        + " AND first_id >= (SELECT max(first_id) FROM chunk WHERE first_id <= ?) AND state = 1",
                run.endId(),
                run.endId(),
                run.firstId());
        Db.update(
                c,
                "UPDATE chunk AS k SET state = 2 WHERE first_id < ? AND state = 1"
                        + " AND first_id >= (SELECT max(first_id) FROM chunk WHERE first_id <= ?)"
                        + " AND NOT EXISTS (SELECT 1 FROM record r WHERE " + FRESH + ")",
                run.endId(),
                run.firstId());
    }

    private static Waiting waiting(ResultSet r) throws SQLException {
        return new Waiting(r.getInt(1), r.getLong(2), Instant.ofEpochMilli(r.getLong(3)));
    }

    private static Waiting sum(Waiting a, Waiting b) {
        return new Waiting(
                a.taskId(), a.records() + b.records(), a.oldest().isBefore(b.oldest()) ? a.oldest() : b.oldest());
    }

    private static Candidate candidate(ResultSet r) throws SQLException {
        var at = new InputAt(r.getString(3), r.getLong(4), r.getInt(5));
        return new Candidate(r.getLong(1), r.getInt(2), at, r.getLong(6));
    }

    /** Some member is not what the request file was cut from. */
    private static final class MembersMoved extends LedgerException {
        private static final long serialVersionUID = 1L;

        MembersMoved() {
            super("Members of the batch have moved meanwhile");
        }
    }
}
