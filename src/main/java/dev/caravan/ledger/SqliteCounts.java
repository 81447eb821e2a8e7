package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@link Counts} on SQLite. */
final class SqliteCounts implements Counts {
    private final Db db;

    SqliteCounts(Db db) {
        this.db = db;
    }

    @Override
    public DropCounts total() {
        return db.read(c -> {
            Map<RecordState, Long> states = new EnumMap<>(RecordState.class);
            Db.list(
                    c,
                    "SELECT state, sum(n) FROM drop_count GROUP BY state",
                    r -> states.put(Codes.recordState(r.getInt(1)), r.getLong(2)));
            return Db.one(
                            c,
                            "SELECT coalesce(sum(rows_read), 0), coalesce(sum(refused), 0), coalesce(sum(duplicate), 0),"
                                    + " coalesce(sum(unchanged), 0), coalesce(sum(stale), 0) FROM \"drop\"",
                            r -> new DropCounts(
                                    r.getLong(1), r.getLong(2), r.getLong(3), r.getLong(4), r.getLong(5), states))
                    .orElseThrow();
        });
    }

    @Override
    public List<Drops.Drop> drops(long afterDropId, int limit) {
        return db.read(c -> DropReads.drops(c, "WHERE id > ? ORDER BY id LIMIT ?", afterDropId, limit));
    }

    @Override
    public boolean settled() {
        return db.read(c -> none(c, "SELECT 1 FROM \"drop\" WHERE state < 4")
                && none(c, "SELECT 1 FROM batch WHERE state < 7")
                && none(c, "SELECT 1 FROM task t JOIN todo d ON d.task_id = t.id AND d.kind IN (1, 2)")
                && none(c, "SELECT 1 FROM request WHERE done_at IS NULL")
                && none(c, "SELECT 1 FROM batch WHERE unpublished = 1")
                && none(c, "SELECT 1 FROM publication WHERE state = 1")
                && none(c, "SELECT 1 FROM delivery WHERE state < 4")
                && none(
                        c,
                        "SELECT 1 FROM chunk k WHERE k.state = 1 AND EXISTS (SELECT 1 FROM record r"
                                + " WHERE r.id >= k.first_id + k.taken AND r.id < k.first_id + k.n AND r.state = 1)"));
    }

    @Override
    public List<String> recount() {
        return db.read(c -> new Recount(c).run());
    }

    private static boolean none(Connection c, String sql) throws SQLException {
        return Db.one(c, sql + " LIMIT 1", r -> 1).isEmpty();
    }
}
