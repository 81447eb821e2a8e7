package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@link Events} in SQL. */
final class SqlEvents implements Events {
    private static final String COLUMNS = "SELECT id, at, kind, subject, actor, body FROM event";

    private final Db db;
    private final Clock clock;

    SqlEvents(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public void raise(EventKind kind, String subject, String body) {
        raise(kind, subject, CARAVAN, body);
    }

    @Override
    public void raise(EventKind kind, String subject, String actor, String body) {
        db.write(c -> insert(c, clock.millis(), kind, subject, actor, body));
    }

    @Override
    public boolean raiseOnce(EventKind kind, String subject, String body) {
        return db.write(c -> {
            boolean known = Db.one(
                            c,
                            "SELECT 1 FROM event WHERE subject = ? AND kind = ? LIMIT 1",
                            r -> true,
                            subject,
                            kind.code())
                    .isPresent();
            if (!known) {
                Touch.ledger(c);
            }
            return !known && insert(c, clock.millis(), kind, subject, CARAVAN, body) == 1;
        });
    }

    /** For events that belong to the transaction of what they tell of. */
    static int insert(Connection c, long at, EventKind kind, String subject, String actor, String body)
            throws SQLException {
        return Db.update(
                c,
                "INSERT INTO event (at, kind, subject, actor, body) VALUES (?, ?, ?, ?, ?)",
                at,
                kind.code(),
                subject,
                actor,
                body);
    }

    @Override
    public List<Event> newest(int limit) {
        return db.read(c -> Db.list(c, COLUMNS + " ORDER BY id DESC LIMIT ?", SqlEvents::event, limit));
    }

    @Override
    public List<Event> of(String subject, int limit) {
        return db.read(c ->
                Db.list(c, COLUMNS + " WHERE subject = ? ORDER BY id DESC LIMIT ?", SqlEvents::event, subject, limit));
    }

    @Override
    public Map<EventKind, Long> counts() {
        Map<EventKind, Long> counts = new EnumMap<>(EventKind.class);
        db.read(c -> Db.list(
                c,
                "SELECT kind, count(*) FROM event GROUP BY kind",
                r -> counts.merge(Codes.eventKind(r.getInt(1)), r.getLong(2), Long::sum)));
        return counts;
    }

    private static Event event(ResultSet r) throws SQLException {
        return new Event(
                r.getLong(1),
                Instant.ofEpochMilli(r.getLong(2)),
                Codes.eventKind(r.getInt(3)),
                r.getString(4),
                r.getString(5),
                r.getString(6));
    }
}
