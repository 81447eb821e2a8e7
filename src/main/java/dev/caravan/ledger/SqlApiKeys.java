package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@link ApiKeys} in SQL. */
final class SqlApiKeys implements ApiKeys {
    private static final String COLUMNS =
            "SELECT id, name, workspace, roles, hash, created_by, created_at, expires_at, revoked_at, used_at FROM api_key";
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final Db db;
    private final Clock clock;

    SqlApiKeys(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public void add(ApiKey key) {
        String roles = String.join(",", new TreeSet<>(key.roles()));
        db.write(c -> {
            Db.update(
                    c,
                    "INSERT INTO api_key (id, name, workspace, roles, hash, created_by, created_at, expires_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    key.id(),
                    key.name(),
                    key.workspace(),
                    roles,
                    key.hash(),
                    key.createdBy(),
                    key.createdAt().toEpochMilli(),
                    key.expiresAt() == null ? null : key.expiresAt().toEpochMilli());
            return SqlEvents.insert(
                    c,
                    clock.millis(),
                    EventKind.KEY_MADE,
                    "key " + key.id(),
                    key.createdBy(),
                    "An API key named " + key.name() + " for workspace " + key.workspace() + " with the roles " + roles
                            + (key.expiresAt() == null ? "; it never expires" : "; it expires " + key.expiresAt()));
        });
    }

    @Override
    public Optional<ApiKey> find(String id) {
        return db.read(c -> Db.one(c, COLUMNS + " WHERE id = ?", SqlApiKeys::key, id));
    }

    @Override
    public List<ApiKey> list() {
        return db.read(c -> Db.list(c, COLUMNS + " ORDER BY created_at DESC, id", SqlApiKeys::key));
    }

    @Override
    public boolean revoke(String id, String actor) {
        return db.write(c -> {
            long now = clock.millis();
            boolean revoked =
                    Db.update(c, "UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", now, id) == 1;
            if (revoked) {
                SqlEvents.insert(
                        c,
                        now,
                        EventKind.KEY_REVOKED,
                        "key " + id,
                        actor,
                        "Nobody comes in with this API key any more");
            }
            return revoked;
        });
    }

    @Override
    public void used(String id) {
        long hour = clock.millis() / HOUR * HOUR;
        db.write(c -> Db.update(
                c, "UPDATE api_key SET used_at = ? WHERE id = ? AND coalesce(used_at, 0) < ?", hour, id, hour));
    }

    private static ApiKey key(ResultSet r) throws SQLException {
        return new ApiKey(
                r.getString(1),
                r.getString(2),
                r.getString(3),
                Set.of(r.getString(4).split(",", -1)),
                r.getString(5),
                r.getString(6),
                Instant.ofEpochMilli(r.getLong(7)),
                time(r, 8),
                time(r, 9),
                time(r, 10));
    }

    private static @Nullable Instant time(ResultSet r, int column) throws SQLException {
        long millis = r.getLong(column);
        return r.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
