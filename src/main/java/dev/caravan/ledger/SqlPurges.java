package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@link Purges} in SQL. */
final class SqlPurges implements Purges {
    private static final String OF_DROP = " FROM chunk k CROSS JOIN record r ON r.id >= k.first_id"
            + " AND r.id < k.first_id + k.n WHERE k.drop_id = ?";

    /** One that came after a younger one only looks old: our clock was behind when it was sealed (rule 44). */
    private static final String CERTAIN =
            " AND id < coalesce((SELECT min(e.id) FROM \"drop\" e WHERE e.sealed_at >= ?), 9223372036854775807)";

    /** Nobody decides on it any more and nothing of it moves. */
    private static final String OVER = "state IN (4, 5) AND " + DropRest.AT_REST
            + " AND NOT EXISTS (SELECT 1 FROM drop_count n WHERE n.drop_id = \"drop\".id AND n.state IN (6, 7)"
            + " AND n.n > 0)";

    private static final String OF_RUNS = "SELECT 1 FROM temp.run m CROSS JOIN chunk k"
            + " ON k.first_id >= (SELECT max(first_id) FROM chunk WHERE first_id <= m.first_id)"
            + " AND k.first_id < m.end_id";

    /** A member whose chunk is of a drop that keeps its payloads. */
    private static final String KEPT = OF_RUNS + " JOIN \"drop\" d ON d.id = k.drop_id WHERE d.purge = 0 LIMIT 1";

    private final Db db;
    private final Clock clock;

    SqlPurges(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public List<Long> aged(int taskId, Instant before, int limit) {
        return ids(
                "SELECT id FROM \"drop\" WHERE task_id = ? AND purge = 0 AND sealed_at < ? AND proved = \"drop\".moves AND "
                        + OVER + CERTAIN + " ORDER BY sealed_at, id LIMIT ?",
                taskId,
                before.toEpochMilli(),
                before.toEpochMilli(),
                limit);
    }

    @Override
    public boolean mark(long dropId) {
        return db.write(c -> !isInOpenBatch(c, dropId)
                && !isInOpenRejects(c, dropId)
                && Db.update(
                                c,
                                "UPDATE \"drop\" SET purge = 1 WHERE id = ? AND purge = 0 AND proved = \"drop\".moves AND "
                                        + OVER,
                                dropId)
                        == 1);
    }

    /** What of it was rejected is still on its way to the sink for that. */
    private static boolean isInOpenRejects(Connection c, long dropId) throws SQLException {
        return isAmongMembers(
                c,
                dropId,
                "SELECT p.members FROM \"drop\" d CROSS JOIN publication p ON p.rejects = 1 AND p.state < 3"
                        + " AND p.task_id = d.task_id WHERE d.id = ?");
    }

    /** While other drops of its batch wait, a success may still replace an error of this one (rule 22). */
    static boolean isInOpenBatch(Connection c, long dropId) throws SQLException {
        return isAmongMembers(
                c,
                dropId,
                "SELECT b.members FROM \"drop\" d CROSS JOIN batch b INDEXED BY batch_due ON b.state < 7"
                        + " AND b.members IS NOT NULL AND b.task_id = d.task_id WHERE d.id = ?");
    }

    /** @param lists lists of members of the drop's task; the drop is its one parameter */
    private static boolean isAmongMembers(Connection c, long dropId, String lists) throws SQLException {
        for (byte[] members : Db.list(c, lists, r -> r.getBytes(1), dropId)) {
            MemberRuns.fill(c, MemberCodec.decode(members).runs());
            if (Db.one(c, OF_RUNS + " WHERE k.drop_id = ? LIMIT 1", r -> 1, dropId)
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<Long> marked() {
        return ids("SELECT id FROM \"drop\" WHERE purge = 1 ORDER BY id");
    }

    @Override
    public List<Long> freeBatches(long dropId) {
        return db.read(c -> {
            List<Long> free = new ArrayList<>();
            for (long batch : batches(c, dropId)) {
                var found = BatchReads.find(c, batch);
                if (found.isPresent()
                        && found.get().state().isFinal()
                        && allMarked(c, found.get().members())) {
                    free.add(batch);
                }
            }
            return free;
        });
    }

    private static List<Long> batches(Connection c, long dropId) throws SQLException {
        return Db.list(
                c,
                "SELECT r.batch_id" + OF_DROP + " AND r.batch_id IS NOT NULL UNION SELECT p.batch_id FROM chunk k"
                        + " CROSS JOIN attempt_past p ON p.record_id >= k.first_id AND p.record_id < k.first_id + k.n"
                        + " WHERE k.drop_id = ? ORDER BY 1",
                r -> r.getLong(1),
                dropId,
                dropId);
    }

    @Override
    public List<Long> freePublications(long dropId) {
        return db.read(c -> {
            List<Long> free = new ArrayList<>();
            for (long publication : Db.list(
                    c, "SELECT DISTINCT r.pub_id" + OF_DROP + " AND r.pub_id IS NOT NULL", r -> r.getLong(1), dropId)) {
                boolean done =
                        Db.number(c, "SELECT count(*) FROM publication WHERE id = ? AND state = 3", publication) == 1;
                if (done && allMarked(c, PublicationMembers.of(c, publication))) {
                    free.add(publication);
                }
            }
            return free;
        });
    }

    static boolean allMarked(Connection c, Members members) throws SQLException {
        MemberRuns.fill(c, members.runs());
        return Db.one(c, KEPT, r -> 1).isEmpty();
    }

    @Override
    public void purged(long dropId, List<Long> batches, List<Long> publications) {
        db.write(c -> {
            for (long batch : batches) {
                Db.update(c, "UPDATE batch SET purge = 2 WHERE id = ? AND purge < 2", batch);
            }
            for (long publication : publications) {
                Db.update(c, "UPDATE publication SET purge = 2 WHERE id = ?", publication);
                DeliveryRows.purged(c, publication);
            }
            Db.update(c, "DELETE FROM drop_file WHERE drop_id = ?", dropId);
            PersonalValues.blankAll(c, dropId);
            return Db.update(
                    c,
                    "UPDATE \"drop\" SET purge = 2, purged_at = ? WHERE id = ? AND purge = 1",
                    clock.millis(),
                    dropId);
        });
    }

    @Override
    public List<Long> outdated(int taskId, Instant before, int limit) {
        return ids(
                "SELECT id FROM \"drop\" WHERE task_id = ? AND purge = 2 AND sealed_at < ? AND " + OVER + CERTAIN
                        + " ORDER BY sealed_at, id LIMIT ?",
                taskId,
                before.toEpochMilli(),
                before.toEpochMilli(),
                limit);
    }

    @Override
    public void forget(long dropId) {
        List<Long> batches = db.read(c -> batches(c, dropId));
        db.write(c -> {
            for (long batch : batches) {
                Db.update(c, "UPDATE batch SET purge = 3 WHERE id = ?", batch);
            }
            // Its newest manifest stays the last: what follows changes nothing of what it says.
            return Db.update(c, "UPDATE \"drop\" SET purge = 3 WHERE id = ? AND purge = 2", dropId);
        });
    }

    @Override
    public List<Long> forgetting() {
        return ids("SELECT id FROM \"drop\" WHERE purge = 3 ORDER BY id");
    }

    @Override
    public boolean forgetSome(long dropId, int limit) {
        return db.write(c -> {
            List<Long> records = Db.list(
                    c,
                    "SELECT r.id" + OF_DROP + " ORDER BY k.first_id, r.id LIMIT ?",
                    r -> r.getLong(1),
                    dropId,
                    limit);
            for (long record : records) {
                Db.update(c, "DELETE FROM attempt_past WHERE record_id = ?", record);
                Db.update(c, "DELETE FROM todo WHERE record_id = ?", record);
                PersonalValues.delete(c, record);
                Db.update(c, "DELETE FROM event WHERE subject = ?", "record " + record);
                Db.update(c, "DELETE FROM record WHERE id = ?", record);
            }
            int refusals = Db.update(
                    c,
                    "DELETE FROM refusal WHERE id IN (SELECT id FROM refusal WHERE drop_id = ? LIMIT ?)",
                    dropId,
                    limit - records.size());
            boolean more = records.size() + refusals == limit;
            if (!more) {
                Db.update(c, "DELETE FROM event WHERE subject = ?", "drop " + dropId);
                Db.update(c, "UPDATE \"drop\" SET purge = 4 WHERE id = ? AND purge = 3", dropId);
            }
            return more;
        });
    }

    @Override
    public List<Long> outdatedReruns(int taskId, Instant before, int limit) {
        return ids(
                "SELECT id FROM rerun WHERE task_id = ? AND done_at < ? AND NOT EXISTS (SELECT 1 FROM \"drop\" d"
                        + " WHERE d.id = rerun.drop_id AND d.purge < 4) ORDER BY id LIMIT ?",
                taskId,
                before.toEpochMilli(),
                limit);
    }

    @Override
    public void forgetReruns(List<Long> ids) {
        db.write(c -> {
            for (long id : ids) {
                Db.update(c, "DELETE FROM event WHERE subject = ?", "rerun " + id);
                Db.update(c, "DELETE FROM rerun WHERE id = ?", id);
            }
            return ids.size();
        });
    }

    private List<Long> ids(String sql, Object... values) {
        return db.read(c -> Db.list(c, sql, r -> r.getLong(1), values));
    }
}
