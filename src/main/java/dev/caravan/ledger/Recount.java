package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts every row anew, open items too, and says which counter is wrong. Where rows were deleted by age the counters are all there is. */
final class Recount {
    private final Connection c;
    private final List<String> wrong = new ArrayList<>();

    Recount(Connection c) {
        this.c = c;
    }

    List<String> run() throws SQLException {
        drops();
        batches();
        spent();
        return wrong;
    }

    private void drops() throws SQLException {
        Map<Long, Map<RecordState, Long>> rows = new HashMap<>();
        Db.each(
                c,
                "SELECT drop_id, state, count(*) FROM record GROUP BY drop_id, state",
                r -> rows.computeIfAbsent(r.getLong(1), d -> new EnumMap<>(RecordState.class))
                        .put(Codes.recordState(r.getInt(2)), r.getLong(3)));
        Map<Long, Long> refusals = new HashMap<>();
        Db.each(
                c,
                "SELECT drop_id, count(*) FROM refusal GROUP BY drop_id",
                r -> refusals.put(r.getLong(1), r.getLong(2)));
        Map<Long, Long> open = new HashMap<>();
        Db.each(
                c,
                "SELECT t.drop_id, count(*) FROM todo t JOIN record r ON r.id = t.record_id AND r.state = 6"
                        + " AND r.drop_id = t.drop_id WHERE t.kind = 4 AND t.since > 0 GROUP BY t.drop_id",
                r -> open.put(r.getLong(1), r.getLong(2)));
        for (Drops.Drop drop : DropReads.drops(c, "WHERE purge < 3 ORDER BY id")) {
            Map<RecordState, Long> counted = rows.getOrDefault(drop.id(), Map.of());
            String name = "Drop " + drop.id();
            for (RecordState state : RecordState.values()) {
                check(name, state.toString(), drop.counts().in(state), counted.getOrDefault(state, 0L));
            }
            check(name, "in review", drop.counts().in(RecordState.REVIEW_REQUIRED), open.getOrDefault(drop.id(), 0L));
            if (drop.counts().read() > 0) {
                check(name, "refused", drop.counts().refused(), refusals.getOrDefault(drop.id(), 0L));
            }
            if (!drop.counts().conserved()) {
                wrong.add(name + " does not add up: " + text(drop.counts()));
            }
        }
    }

    /** The same text for the same numbers, in every process. */
    private static String text(DropCounts counts) {
        return "read " + counts.read() + ", but refused " + counts.refused() + ", duplicate " + counts.duplicate()
                + ", unchanged " + counts.unchanged() + ", stale " + counts.stale() + ", by state "
                + new TreeMap<>(counts.states());
    }

    private void batches() throws SQLException {
        Map<Long, Found> found = new HashMap<>();
        Db.each(
                c,
                "SELECT batch_id, count(*), count(*) FILTER (WHERE state = 2), sum(cost_u) FROM record WHERE batch_id IS NOT NULL"
                        + " GROUP BY batch_id",
                r -> found(found, r.getLong(1)).add(r.getLong(2), r.getLong(3), r.getLong(4)));
        // An attempt is kept when its record is queued again; the record names its batch until the next one takes it.
        Db.each(
                c,
                "SELECT p.batch_id, count(*) FILTER (WHERE r.batch_id <> p.batch_id), sum(p.cost_u) FROM attempt_past p JOIN record r"
                        + " ON r.id = p.record_id GROUP BY p.batch_id",
                r -> found(found, r.getLong(1)).add(r.getLong(2), 0, r.getLong(3)));
        Db.each(
                c,
                "SELECT batch_id, count(*), sum(cost_u) FROM surplus GROUP BY batch_id",
                r -> found(found, r.getLong(1)).surplus(r.getLong(2), r.getLong(3)));
        for (long id : Db.list(c, "SELECT id FROM batch WHERE purge < 3 ORDER BY id", r -> r.getLong(1))) {
            batch(id, found(found, id));
        }
    }

    private void batch(long id, Found found) throws SQLException {
        Collection.BatchCounts counts = SqlCollection.counts(c, id).orElseThrow();
        String name = "Batch " + id;
        long done = counts.ok() + counts.invalid() + counts.error() + counts.missing() + counts.notRun();
        check(name, "members", counts.sent(), found.members);
        check(name, "members without an outcome", counts.sent() - done, found.submitted);
        check(name, "surplus lines", counts.surplus(), found.surplus);
        check(name, "millionths of a dollar", counts.costMicros(), found.cost);
        long overspend = Db.number(c, "SELECT overspend FROM batch WHERE id = ?", id);
        check(name, "millionths of a dollar for surplus lines", overspend, found.overspend);
    }

    /** What a task has spent on a day is what its batches of that day cost. */
    private void spent() throws SQLException {
        Map<String, Long> cost = new HashMap<>();
        Db.each(
                c,
                "SELECT task_id, coalesce(day, created_at / 86400000) AS d, sum(cost) FROM batch GROUP BY task_id, d",
                r -> cost.put("Task " + r.getLong(1) + " on day " + r.getLong(2), r.getLong(3)));
        Db.each(c, "SELECT task_id, day, micros FROM spend", r -> {
            String name = "Task " + r.getLong(1) + " on day " + r.getLong(2);
            Long found = cost.remove(name);
            check(name, "millionths of a dollar spent", r.getLong(3), found == null ? 0 : found);
        });
        cost.forEach((name, micros) -> check(name, "millionths of a dollar spent", 0, micros));
    }

    private void check(String name, String what, long counter, long rows) {
        if (counter != rows) {
            wrong.add(name + " counts " + counter + " " + what + ", but its rows say " + rows);
        }
    }

    private static Found found(Map<Long, Found> found, long batchId) {
        return found.computeIfAbsent(batchId, id -> new Found());
    }

    /** What the rows of one batch say. */
    private static final class Found {
        private long members;
        private long submitted;
        private long cost;
        private long surplus;
        private long overspend;

        void add(long members, long submitted, long cost) {
            this.members += members;
            this.submitted += submitted;
            this.cost += cost;
        }

        void surplus(long lines, long cost) {
            this.surplus += lines;
            this.overspend += cost;
            this.cost += cost;
        }
    }
}
