package dev.caravan.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@link Outputs} in SQL. */
final class SqlOutputs implements Outputs {
    private static final String SETTLED = "b.credential = ? AND b.state IN (7, 8)"
            + " AND coalesce(b.collected_at, b.submitted_at, b.created_at) < ?"
            + " AND NOT EXISTS (SELECT 1 FROM twin o WHERE o.batch_id = b.id AND o.state < 4)"
            + " AND NOT EXISTS (SELECT 1 FROM result_file f WHERE f.batch_id = b.id AND f.withdrawn = 1)";

    /** {@code next_due} of a twin that is over is when it was. */
    static final String LEFT = "SELECT t.batch_id, t.no, t.token, t.provider_id,"
            + " CASE WHEN t.provider_id = b.provider_id THEN b.results ELSE w.results END, t.remains_asked"
            + " FROM try t INDEXED BY try_remains CROSS JOIN batch b ON b.id = t.batch_id"
            + " LEFT JOIN twin w ON w.batch_id = t.batch_id AND w.no = t.no"
            + " WHERE t.remains = 1 AND t.remains_due <= ? AND t.verified = 1 AND "
            + SETTLED
            + " AND coalesce(w.next_due, 0) < ? ORDER BY t.batch_id, t.no LIMIT ?";

    static final String REFUSED = "UPDATE try SET remains_due = ? WHERE remains = 1 AND remains_due <= ?"
            + " AND batch_id IN (SELECT b.id FROM batch b WHERE " + SETTLED + ")";
    private static final String NOT_YET = " WHERE batch_id = ? AND no = ? AND remains = 1";

    private final Db db;
    private final Clock clock;

    SqlOutputs(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public List<Left> left(String credential, Instant before, int limit) {
        return db.read(c -> Db.list(
                c,
                LEFT,
                r -> new Left(r.getLong(1), r.getInt(2), r.getString(3), r.getString(4), r.getString(5), r.getInt(6)),
                clock.millis(),
                credential,
                before.toEpochMilli(),
                before.toEpochMilli(),
                limit));
    }

    @Override
    public void gone(Left left, boolean listed) {
        set(left, listed ? 2 : 3);
    }

    @Override
    public void givenUp(Left left) {
        set(left, 4);
    }

    @Override
    public void later(Left left, Duration wait) {
        db.write(c -> Db.update(
                c,
                "UPDATE try SET remains_asked = remains_asked + 1, remains_due = ?" + NOT_YET,
                clock.millis() + wait.toMillis(),
                left.batchId(),
                left.tryNo()));
    }

    @Override
    public void refused(String credential, Instant before, Duration wait) {
        long now = clock.millis();
        db.write(c -> Db.update(c, REFUSED, now + wait.toMillis(), now, credential, before.toEpochMilli()));
    }

    private void set(Left left, int remains) {
        db.write(c -> Db.update(c, "UPDATE try SET remains = ?" + NOT_YET, remains, left.batchId(), left.tryNo()));
    }
}
