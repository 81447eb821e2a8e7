package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@link Assembly} in SQL. */
final class SqlAssembly implements Assembly {
    static final String WHO = "r.id, r.attempt + 1, r.tries, r.source_id, r.content, r.drop_id";
    private static final String AT = WHO + ", k.segment, k.frame_off, r.id - k.first_id";
    static final String UNTAKEN = "r.id >= k.first_id + k.taken AND r.id < k.first_id + k.n AND r.state = 1";

    /** Rule 14: nothing of a cancelled drop is sent any more, though it may not be held yet. */
    static final String WANTED = " AND r.drop_id NOT IN (SELECT id FROM \"drop\" WHERE cancel = 1) ";

    /** A retry may be sent when the batch before it is final: until then a success may still come from there. */
    private static final String AGAIN =
            " FROM todo t JOIN record r ON r.id = t.record_id LEFT JOIN batch b ON b.id = r.batch_id";

    private static final String FREE = " AND t.kind = 1 AND t.due = 0 AND t.part = %d AND coalesce(b.state, 7) >= 7 ";

    /**
     * All that is queued, less what waits on the list, less what a drop that is still read may replace; the oldest by the
     * drops that still have fresh chunks.
     */
    private static final String FRESH =
            "SELECT task_id, fresh, oldest FROM (SELECT d.task_id, sum(q.n) - (SELECT count(*) FROM todo t"
                    + " WHERE t.task_id = d.task_id AND t.kind = 1) - (SELECT coalesce(sum(e.revised), 0) FROM \"drop\" e"
                    + " WHERE e.state < 4 AND e.task_id = d.task_id) - (SELECT coalesce(sum(g.revised), 0) FROM drop_range g"
                    + " WHERE g.task_id = d.task_id) AS fresh, min(CASE WHEN EXISTS (SELECT 1 FROM chunk k"
                    + " WHERE k.drop_id = d.id AND k.state = 1) THEN d.sealed_at END) AS oldest FROM drop_count q"
                    + " CROSS JOIN \"drop\" d ON d.id = q.drop_id WHERE q.state = 1 AND q.n > 0 AND d.sealed_at IS NOT NULL"
                    + " GROUP BY d.task_id) x WHERE fresh > 0";

    /** Nothing in the runs is queued any more, so that the walk to the next queued row of a chunk begins behind them. */
    private static final String BEHIND_RUN = "max(k.first_id + k.taken, coalesce((SELECT m.end_id FROM temp.run m"
            + " WHERE m.first_id <= k.first_id + k.taken ORDER BY m.first_id DESC LIMIT 1), 0))";

    private final Db db;
    private final int owner;
    private final Clock clock;

    SqlAssembly(Db db, int owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public List<Waiting> waiting() {
        return db.read(c -> {
            Map<Integer, Waiting> byTask = new TreeMap<>();
            Db.each(c, FRESH, r -> byTask.put(r.getInt(1), waiting(r)));
            String again =
                    "SELECT t.task_id, count(*), min(t.since)" + AGAIN + " WHERE t.task_id IN (SELECT id FROM task)"
                            + FREE.formatted(0) + "AND r.current = 1 GROUP BY t.task_id";
            Db.each(c, again, r -> byTask.merge(r.getInt(1), waiting(r), SqlAssembly::sum));
            return List.copyOf(byTask.values());
        });
    }

    @Override
    public long open(NewBatch batch) {
        return db.write(c -> {
            return Db.number(
                    c,
                    "INSERT INTO batch (task_id, recipe_id, credential, part, state, created_at, owner, epoch)"
                            + " SELECT ?, ?, ?, ?, ?, ?, ?, epoch FROM ledger RETURNING id",
                    batch.taskId(),
                    batch.recipeId(),
                    batch.credential(),
                    batch.part(),
                    BatchState.ASSEMBLING.code(),
                    clock.millis(),
                    owner);
        });
    }

    @Override
    public List<Candidate> candidates(int taskId, long afterRecordId, int limit) {
        return db.read(c -> candidates(c, taskId, afterRecordId, limit));
    }

    static List<Candidate> candidates(Connection c, int taskId, long afterRecordId, int limit) throws SQLException {
        List<Candidate> fresh = FreshRows.after(c, taskId, afterRecordId, limit);
        List<Candidate> again = again(c, 0, taskId, afterRecordId, limit);
        if (again.isEmpty()) {
            return fresh;
        }
        Map<Long, Candidate> byId = new TreeMap<>();
        fresh.forEach(one -> byId.put(one.recordId(), one));
        again.forEach(one -> byId.put(one.recordId(), one));
        return byId.values().stream().limit(limit).toList();
    }

    @Override
    public List<Part> parts(int limit) {
        return db.read(c -> Db.list(
                c,
                "SELECT p.id, p.task_id, p.recipe_id, p.root, count(*) AS n" + AGAIN + " JOIN part p ON p.id = t.part"
                        + " WHERE t.part > 0 AND t.kind = 1 AND coalesce(b.state, 7) >= 7 AND r.current = 1"
                        + " GROUP BY p.id ORDER BY n, p.id LIMIT ?",
                r -> new Part(r.getLong(1), r.getInt(2), r.getInt(3), r.getLong(4), r.getInt(5)),
                limit));
    }

    @Override
    public List<Candidate> candidates(Part part, long afterRecordId, int limit) {
        return db.read(c -> again(c, part.id(), part.taskId(), afterRecordId, limit));
    }

    private static List<Candidate> again(Connection c, long part, int taskId, long afterRecordId, int limit)
            throws SQLException {
        // The signs keep SQLite with the index of parts where there is one.
        String sign = part == 0 ? "" : "+";
        return Db.list(
                c,
                "SELECT " + AT + AGAIN
                        + " JOIN chunk k ON k.first_id = (SELECT max(first_id) FROM chunk WHERE first_id <= r.id)"
                        + " WHERE " + sign + "t.task_id = ?" + FREE.formatted(part) + "AND t.record_id > ?"
                        + " AND r.state = 1 AND r.current = 1" + WANTED + "ORDER BY t.record_id LIMIT ?",
                SqlAssembly::candidate,
                taskId,
                afterRecordId,
                limit);
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
        int rows = db.write(c -> Db.update(
                c,
                "UPDATE batch SET state = ?, owner = 0 WHERE id = ? AND state = ? AND (owner = ? OR owner"
                        + NodeRows.NOBODY + ")",
                BatchState.DISSOLVED.code(),
                batchId,
                BatchState.ASSEMBLING.code(),
                owner));
        if (rows != 1) {
            throw new LedgerException("Batch " + batchId
                    + " is not ASSEMBLING; its members have moved, or another node cuts it, and it stays");
        }
    }

    @Override
    public List<Long> leftAssembling() {
        return db.read(c -> Db.list(
                c,
                "SELECT id FROM batch WHERE state < 7 AND state = ? AND owner" + NodeRows.NOBODY + "ORDER BY id",
                r -> r.getLong(1),
                BatchState.ASSEMBLING.code()));
    }

    @Override
    public Map<Long, InputAt> inputsOf(List<Long> recordIds) {
        return db.read(c -> InputPlaces.of(c, recordIds));
    }

    static Optional<InputAt> inputOf(Connection c, long recordId) throws SQLException {
        return Db.one(
                c,
                "SELECT segment, frame_off, ? - first_id FROM chunk WHERE first_id <= ? AND first_id + n > ?"
                        + " ORDER BY first_id DESC LIMIT 1",
                r -> new InputAt(r.getString(1), r.getLong(2), r.getInt(3)),
                recordId,
                recordId,
                recordId);
    }

    private void move(Connection c, long batchId, Cut cut) throws SQLException {
        record Of(int taskId, int recipeId) {}
        Of batch = Db.one(
                        c,
                        "SELECT task_id, recipe_id FROM batch WHERE id = ? AND state = ? AND owner = ?",
                        r -> new Of(r.getInt(1), r.getInt(2)),
                        batchId,
                        BatchState.ASSEMBLING.code(),
                        owner)
                .orElseThrow(() -> new LedgerException("Batch " + batchId + " is not ASSEMBLING any more"));
        List<Members.Run> runs = cut.members().runs();
        if (runs.isEmpty()) {
            throw new LedgerException("Batch " + batchId + " has no members; an empty batch is abandoned, not sent");
        }
        MemberRuns.fill(c, runs);
        var counters = new DropCounters();
        var members = new ByDrop(c);
        for (Members.Run run : runs) {
            members.add(run.firstId(), run.endId());
        }
        members.counts().forEach((drop, n) -> counters.move(drop, RecordState.QUEUED, RecordState.SUBMITTED, n));
        int moved = Db.update(
                c,
                "UPDATE record AS r SET state = 2, attempt = m.attempt, batch_id = ?, recipe_id = ?, pub_id = NULL"
                        + " FROM temp.run m"
                        + " WHERE" + MemberRuns.IN_RUN
                        + "AND r.state = 1 AND r.current = 1 AND r.attempt = m.attempt - 1 AND +r.task_id = ?",
                batchId,
                batch.recipeId(),
                batch.taskId());
        if (moved != cut.members().size() || isCancelled(c)) {
            throw new MembersMoved();
        }
        counters.store(c);
        long since = since(c, counters.drops());
        Db.update(
                c,
                "DELETE FROM todo WHERE record_id IN (SELECT t.record_id FROM temp.run m CROSS JOIN todo t"
                        + " ON t.record_id >= +m.first_id AND t.record_id < +m.end_id)");
        takeFromChunks(
                c,
                BEHIND_RUN,
                batch.taskId(),
                runs.get(0).firstId(),
                runs.get(runs.size() - 1).endId());
        Db.update(
                c,
                "UPDATE batch SET state = ?, members = ?, requests = ?, bytes = ?, sha256 = ?, n_sent = ?, model = ?,"
                        + " tokens_est = ?, cost_est = ?, cost_most = ?, assembled_at = ?, since = ?, next_due = 0, owner = 0 WHERE id = ?",
                BatchState.ASSEMBLED.code(),
                MemberCodec.encode(cut.members()),
                cut.requests(),
                cut.bytes(),
                cut.sha256(),
                cut.members().size(),
                cut.load().model(),
                cut.load().tokens(),
                cut.load().micros(),
                cut.load().mostMicros(),
                clock.millis(),
                since,
                batchId);
    }

    /** When the oldest of the members came: as the list says, else when its drop was sealed. */
    private static long since(Connection c, Set<Long> drops) throws SQLException {
        boolean listed = Db.number(
                        c,
                        "SELECT count(*) FROM (SELECT 1 FROM temp.run m CROSS JOIN todo t ON t.record_id >= +m.first_id"
                                + " AND t.record_id < +m.end_id LIMIT 1) AS any_of_them")
                == 1;
        if (listed) {
            return Db.number(
                    c,
                    "SELECT min(coalesce((SELECT t.since FROM todo t WHERE t.record_id = r.id AND t.since > 0),"
                            + " d.sealed_at))" + MemberRuns.RECORDS + " CROSS JOIN \"drop\" d ON d.id = r.drop_id");
        }
        long oldest = Long.MAX_VALUE;
        for (long drop : drops) {
            oldest = Math.min(oldest, Db.number(c, "SELECT sealed_at FROM \"drop\" WHERE id = ?", drop));
        }
        return oldest;
    }

    /**
     * A chunk is taken up to its first row that is still queued, whether that row is current or not: it may be current
     * again when the drop with the newer row is withdrawn.
     */
    static void takeFromChunks(Connection c, int taskId, long firstId, long endId) throws SQLException {
        takeFromChunks(c, "k.first_id + k.taken", taskId, firstId, endId);
    }

    private static void takeFromChunks(Connection c, String from, int taskId, long firstId, long endId)
            throws SQLException {
        Db.update(
                c,
                "UPDATE chunk AS k SET taken = coalesce((SELECT r.id FROM record r WHERE r.id >= " + from
                        + " AND r.id < k.first_id + k.n AND r.state = 1 ORDER BY r.id LIMIT 1) - k.first_id, k.n) WHERE k.task_id = ? AND k.state = 1"
                        + " AND k.first_id >= (SELECT max(first_id) FROM chunk WHERE first_id <= ?) AND k.first_id < ?",
                taskId,
                firstId,
                endId);
        Db.update(
                c,
                "UPDATE chunk SET state = 2 WHERE task_id = ? AND state = 1 AND taken >= n AND first_id < ?",
                taskId,
                endId);
    }

    /** Another node may have stopped a drop of these members while its batch was cut here. */
    private static boolean isCancelled(Connection c) throws SQLException {
        return Db.one(
                        c,
                        "SELECT 1 FROM \"drop\" d WHERE d.cancel = 1 AND EXISTS (SELECT 1" + MemberRuns.RECORDS
                                + " WHERE r.drop_id = d.id) LIMIT 1",
                        r -> true)
                .isPresent();
    }

    private static Waiting waiting(ResultSet r) throws SQLException {
        return new Waiting(r.getInt(1), r.getLong(2), Instant.ofEpochMilli(r.getLong(3)));
    }

    private static Waiting sum(Waiting a, Waiting b) {
        return new Waiting(
                a.taskId(), a.records() + b.records(), a.oldest().isBefore(b.oldest()) ? a.oldest() : b.oldest());
    }

    /** Of the columns {@link #WHO}. */
    static Identity identity(ResultSet r) throws SQLException {
        return new Identity(r.getLong(1), r.getInt(2), r.getInt(3), r.getString(4), r.getLong(5));
    }

    private static Candidate candidate(ResultSet r) throws SQLException {
        return new Candidate(identity(r), new InputAt(r.getString(7), r.getLong(8), r.getInt(9)), r.getLong(6));
    }

    /** Some member is not what the request file was cut from. */
    private static final class MembersMoved extends LedgerException {
        private static final long serialVersionUID = 1L;

        MembersMoved() {
            super("Members of the batch have moved meanwhile");
        }
    }
}
