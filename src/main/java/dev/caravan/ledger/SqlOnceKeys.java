package dev.caravan.ledger;

import java.time.Clock;
import java.util.Optional;

/** {@link OnceKeys} in SQL. */
final class SqlOnceKeys implements OnceKeys {
    private final Db db;
    private final Clock clock;

    SqlOnceKeys(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public Optional<Known> take(String caller, String key, String request) {
        return db.write(c -> {
            long now = clock.millis();
            Db.update(c, "DELETE FROM once_key WHERE at < ?", now - KEPT.toMillis());
            Optional<Known> known = Db.one(
                    c,
                    "SELECT request, status, body FROM once_key WHERE caller = ? AND idem_key = ?",
                    r -> {
                        String asked = r.getString(1);
                        String body = r.getString(3);
                        int status = r.getInt(2);
                        return new Known(asked, r.wasNull() ? null : Integer.valueOf(status), body);
                    },
                    caller,
                    key);
            if (known.isEmpty()) {
                Db.update(
                        c,
                        "INSERT INTO once_key (caller, idem_key, request, at) VALUES (?, ?, ?, ?)",
                        caller,
                        key,
                        request,
                        now);
            }
            return known;
        });
    }

    @Override
    public void answered(String caller, String key, int status, String body) {
        db.write(c -> Db.update(
                c,
                "UPDATE once_key SET status = ?, body = ? WHERE caller = ? AND idem_key = ?",
                status,
                body,
                caller,
                key));
    }

    @Override
    public void free(String caller, String key) {
        db.write(c -> Db.update(c, "DELETE FROM once_key WHERE caller = ? AND idem_key = ?", caller, key));
    }
}
