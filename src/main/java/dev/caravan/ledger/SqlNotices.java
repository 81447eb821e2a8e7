package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@link Notices} in SQL. */
final class SqlNotices implements Notices {
    private static final int WAITING = 1;
    private static final int GIVEN_UP = 2;

    private final Db db;
    private final Clock clock;

    SqlNotices(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public long cursor(String webhook) {
        Optional<Long> known = db.read(c -> cursor(c, webhook));
        return known.orElseGet(() -> db.write(c -> {
            Db.update(
                    c,
                    "INSERT INTO webhook (name, cursor) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    webhook,
                    SqlChanges.newest(c));
            return cursor(c, webhook).orElseThrow();
        }));
    }

    private static Optional<Long> cursor(Connection c, String webhook) throws SQLException {
        return Db.one(c, "SELECT cursor FROM webhook WHERE name = ?", r -> r.getLong(1), webhook);
    }

    @Override
    public boolean make(String webhook, long from, long cursor, List<NewNotice> notices) {
        return db.write(c -> {
            if (Db.update(c, "UPDATE webhook SET cursor = ? WHERE name = ? AND cursor = ?", cursor, webhook, from)
                    == 0) {
                return false;
            }
            for (NewNotice one : notices) {
                Db.update(
                        c,
                        "INSERT INTO notice (webhook, message_id, body, made_at) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        webhook,
                        one.messageId(),
                        one.body(),
                        one.at().toEpochMilli());
            }
            return true;
        });
    }

    @Override
    public List<String> due() {
        long now = clock.millis();
        return db.read(c -> Db.list(
                c,
                "SELECT w.name FROM webhook w WHERE w.due <= ? AND EXISTS (SELECT 1 FROM notice n WHERE n.webhook = w.name"
                        + " AND n.state = 1 AND n.due <= ?) ORDER BY w.name",
                r -> r.getString(1),
                now,
                now));
    }

    @Override
    public Optional<Notice> take(String webhook) {
        long now = clock.millis();
        return db.write(c -> {
            Optional<Notice> next = Db.one(
                    c,
                    "SELECT n.id, n.message_id, n.body, n.sends + 1, coalesce(n.first_at, ?), w.failures FROM notice n"
                            + " JOIN webhook w ON w.name = n.webhook WHERE n.webhook = ? AND n.state = 1 AND n.due <= ?"
                            + " AND w.due <= ? ORDER BY n.id LIMIT 1",
                    r -> new Notice(
                            r.getLong(1),
                            webhook,
                            r.getString(2),
                            r.getString(3),
                            r.getInt(4),
                            Instant.ofEpochMilli(r.getLong(5)),
                            r.getInt(6)),
                    now,
                    webhook,
                    now,
                    now);
            if (next.isPresent()) {
                Db.update(
                        c,
                        "UPDATE notice SET sends = sends + 1, first_at = ? WHERE id = ?",
                        next.get().firstAt().toEpochMilli(),
                        next.get().id());
            }
            return next;
        });
    }

    @Override
    public void taken(Notice notice) {
        db.write(c -> {
            Db.update(
                    c,
                    "UPDATE webhook SET failures = 0, failing_since = NULL, due = 0 WHERE name = ?",
                    notice.webhook());
            return Db.update(c, "DELETE FROM notice WHERE id = ?", notice.id());
        });
    }

    @Override
    public void failed(Notice notice, Duration again, Duration pause, String reason) {
        long now = clock.millis();
        db.write(c -> {
            Db.update(
                    c,
                    "UPDATE notice SET due = ?, reason = ? WHERE id = ?",
                    now + again.toMillis(),
                    reason,
                    notice.id());
            return Db.update(
                    c,
                    "UPDATE webhook SET failures = failures + 1, failing_since = coalesce(failing_since, ?), due = ?"
                            + " WHERE name = ?",
                    now,
                    now + pause.toMillis(),
                    notice.webhook());
        });
    }

    @Override
    public int giveUp(Notice notice, Instant before, String reason) {
        return db.write(c -> Db.update(
                c,
                "UPDATE notice SET state = ?, reason = ? WHERE state = ? AND webhook = ? AND (id = ? OR (made_at <= ? AND"
                        + " EXISTS (SELECT 1 FROM webhook w WHERE w.name = webhook AND w.failing_since <= ?)))",
                GIVEN_UP,
                reason,
                WAITING,
                notice.webhook(),
                notice.id(),
                before.toEpochMilli(),
                before.toEpochMilli()));
    }

    @Override
    public int replay(String webhook) {
        return db.write(c -> {
            Db.update(c, "UPDATE webhook SET failures = 0, failing_since = NULL, due = 0 WHERE name = ?", webhook);
            return Db.update(
                    c,
                    "UPDATE notice SET state = ?, due = 0, first_at = NULL, made_at = ? WHERE webhook = ? AND state = ?",
                    WAITING,
                    clock.millis(),
                    webhook,
                    GIVEN_UP);
        });
    }

    @Override
    public void forget(Instant before, List<String> configured) {
        List<String> gone = db.read(c -> Db.list(c, "SELECT name FROM webhook", r -> r.getString(1))).stream()
                .filter(name -> !configured.contains(name))
                .toList();
        boolean old = db.read(c -> Db.one(
                        c,
                        "SELECT 1 FROM notice WHERE state = ? AND made_at < ? LIMIT 1",
                        r -> true,
                        GIVEN_UP,
                        before.toEpochMilli())
                .isPresent());
        if (gone.isEmpty() && !old) {
            return;
        }
        db.write(c -> {
            for (String name : gone) {
                Db.update(c, "DELETE FROM notice WHERE webhook = ?", name);
                Db.update(c, "DELETE FROM webhook WHERE name = ?", name);
            }
            return Db.update(c, "DELETE FROM notice WHERE state = ? AND made_at < ?", GIVEN_UP, before.toEpochMilli());
        });
    }
}
