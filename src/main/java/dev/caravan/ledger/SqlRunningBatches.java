package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link RunningBatches} in SQL. */
final class SqlRunningBatches implements RunningBatches {
    private static final int BLOCK = 200;
    private static final String FREE = " FROM batch WHERE state = 5 AND owner = 0 AND cancel = 0 AND next_due <= ?";

    private final Db db;
    private final Clock clock;

    SqlRunningBatches(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public Optional<String> crowded(int least, Set<String> resting) {
        return db
                .read(c -> Db.list(
                        c,
                        "SELECT credential" + FREE + " GROUP BY credential HAVING count(*) >= ? ORDER BY count(*) DESC",
                        r -> r.getString(1),
                        clock.millis(),
                        least))
                .stream()
                .filter(credential -> !resting.contains(credential))
                .findFirst();
    }

    @Override
    public List<Running> dueBy(String credential, Instant then, int limit) {
        return db.read(c -> Db.list(
                c,
                "SELECT id, fence, task_id, provider_id, coalesce(provider_status, ''), polls, submitted_at, since, late,"
                        + " coalesce(lines, n_sent)" + FREE + " AND credential = ? AND provider_id IS NOT NULL"
                        + " AND submitted_at IS NOT NULL ORDER BY submitted_at, id LIMIT ?",
                SqlRunningBatches::running,
                then.toEpochMilli(),
                credential,
                limit));
    }

    private static Running running(ResultSet r) throws SQLException {
        return new Running(
                r.getLong(1),
                r.getLong(2),
                r.getInt(3),
                r.getString(4),
                r.getString(5),
                r.getInt(6),
                Instant.ofEpochMilli(r.getLong(7)),
                Instant.ofEpochMilli(r.getLong(8)),
                r.getInt(9) == 1,
                r.getInt(10));
    }

    @Override
    public int unchanged(List<Look> looks) {
        if (looks.isEmpty()) {
            return 0;
        }
        long now = clock.millis();
        return db.write(c -> {
            List<Look> left = new ArrayList<>(looks);
            int putOff = 0;
            while (!left.isEmpty()) {
                List<Look> block = left.subList(0, Math.min(BLOCK, left.size()));
                putOff += putOff(c, block, now);
                block.clear();
            }
            return putOff;
        });
    }

    private static int putOff(Connection c, List<Look> block, long now) throws SQLException {
        try (PreparedStatement update = c.prepareStatement("UPDATE batch SET next_due = v.column2, polls = polls + 1"
                + " FROM (VALUES " + Db.values(block.size(), 3) + ") v WHERE id = v.column1 AND fence = v.column3"
                + " AND state = 5 AND owner = 0 AND cancel = 0")) {
            int i = 1;
            for (Look look : block) {
                update.setLong(i++, look.batch().id());
                update.setLong(i++, now + look.again().toMillis());
                update.setLong(i++, look.batch().fence());
            }
            return update.executeUpdate();
        }
    }
}
