package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Setups} in SQL. */
final class SqlSetups implements Setups {
    private static final String COLUMNS =
            "SELECT id, kind, name, revision, body, made_at, made_by, changed_at, changed_by FROM setup";

    private final Db db;
    private final Clock clock;

    SqlSetups(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public List<Entry> list() {
        return db.read(SqlSetups::list);
    }

    static List<Entry> list(Connection c) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        for (Row row : Db.list(c, COLUMNS + " ORDER BY kind, id", SqlSetups::row)) {
            entries.add(entry(c, row));
        }
        return entries;
    }

    @Override
    public Optional<Entry> find(Kind kind, String name) {
        return db.read(c -> {
            Optional<Row> row = Db.one(c, COLUMNS + " WHERE kind = ? AND name = ?", SqlSetups::row, kind.code(), name);
            return row.isEmpty() ? Optional.empty() : Optional.of(entry(c, row.get()));
        });
    }

    @Override
    public boolean add(Draft draft, String actor, String event) {
        return db.write(c -> {
            long now = clock.millis();
            Optional<Long> id = Db.one(
                    c,
                    "INSERT INTO setup (kind, name, revision, body, made_at, made_by, changed_at, changed_by)"
                            + " VALUES (?, ?, 1, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
                    r -> r.getLong(1),
                    draft.kind().code(),
                    draft.name(),
                    draft.body(),
                    now,
                    actor,
                    now,
                    actor);
            if (id.isPresent()) {
                insert(c, id.get(), draft.secrets());
                tell(c, EventKind.SETUP_MADE, draft.kind(), draft.name(), actor, event);
            }
            return id.isPresent();
        });
    }

    @Override
    public boolean change(Draft draft, Revision seen, String actor, String event) {
        return db.write(c -> {
            int changed = Db.update(
                    c,
                    "UPDATE setup SET body = ?, revision = revision + 1, changed_at = ?, changed_by = ?"
                            + " WHERE id = ? AND kind = ? AND name = ? AND revision = ?",
                    draft.body(),
                    clock.millis(),
                    actor,
                    seen.id(),
                    draft.kind().code(),
                    draft.name(),
                    seen.number());
            if (changed == 1) {
                replace(c, seen.id(), draft.secrets());
                tell(c, EventKind.SETUP_CHANGED, draft.kind(), draft.name(), actor, event);
            }
            return changed == 1;
        });
    }

    @Override
    public boolean remove(Kind kind, String name, Revision seen, String actor, String event) {
        return db.write(c -> {
            int removed = Db.update(
                    c,
                    "DELETE FROM setup WHERE id = ? AND kind = ? AND name = ? AND revision = ?",
                    seen.id(),
                    kind.code(),
                    name,
                    seen.number());
            if (removed == 1) {
                replace(c, seen.id(), List.of());
                tell(c, EventKind.SETUP_REMOVED, kind, name, actor, event);
            }
            return removed == 1;
        });
    }

    @Override
    public void resealed(Entry entry, List<KeptSecret> secrets) {
        Revision at = entry.revision();
        db.write(c -> {
            boolean same = Db.number(c, "SELECT revision FROM setup WHERE id = ?" + Db.LOCK, at.id()) == at.number();
            if (same) {
                replace(c, at.id(), secrets);
            }
            return same;
        });
    }

    @Override
    public List<Long> openBatches(String credential, int limit) {
        return db.read(c -> Db.list(
                c,
                "SELECT id FROM batch b WHERE credential = ? AND (state < 7 OR EXISTS"
                        + " (SELECT 1 FROM twin t WHERE t.batch_id = b.id AND t.state < 4)) ORDER BY id LIMIT ?",
                r -> r.getLong(1),
                credential,
                limit));
    }

    @Override
    public List<Long> openBatches(String credential, String recipeModel, int limit) {
        return db.read(c -> Db.list(
                c,
                "SELECT b.id FROM batch b JOIN recipe r ON r.id = b.recipe_id"
                        + " WHERE b.state < 7 AND b.credential = ? AND r.model = ? ORDER BY b.id LIMIT ?",
                r -> r.getLong(1),
                credential,
                recipeModel,
                limit));
    }

    @Override
    public List<String> unfinished(List<String> tasks) {
        return db.read(c -> {
            List<String> open = new ArrayList<>();
            for (String task : tasks) {
                long found = Db.number(
                        c,
                        "SELECT count(*) FROM task o WHERE EXISTS (SELECT 1 FROM task t JOIN \"drop\" d ON d.task_id = t.id WHERE t.name = ?"
                                + " AND (d.state < 4 OR EXISTS (SELECT 1 FROM drop_count n WHERE n.drop_id = d.id"
                                + " AND n.state IN (1, 2) AND n.n > 0)))",
                        task);
                if (found == 1) {
                    open.add(task);
                }
            }
            return open;
        });
    }

    private void tell(Connection c, EventKind kind, Kind what, String name, String actor, String event)
            throws SQLException {
        String subject = (what == Kind.CREDENTIAL ? "credential " : "model ") + name;
        SqlEvents.insert(c, clock.millis(), kind, subject, actor, event);
    }

    private static void replace(Connection c, long id, List<KeptSecret> secrets) throws SQLException {
        Db.update(c, "DELETE FROM setup_secret WHERE setup_id = ?", id);
        insert(c, id, secrets);
    }

    private static void insert(Connection c, long id, List<KeptSecret> secrets) throws SQLException {
        for (KeptSecret secret : secrets) {
            Sealed sealed = secret.sealed();
            Db.update(
                    c,
                    "INSERT INTO setup_secret (setup_id, part, reference, sealed, sealed_with, set_at, set_by)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    id,
                    secret.part(),
                    secret.reference(),
                    sealed == null ? null : sealed.bytes(),
                    sealed == null ? null : sealed.key(),
                    secret.set().at().toEpochMilli(),
                    secret.set().actor());
        }
    }

    private record Row(Kind kind, String name, String body, Revision revision, Touch made, Touch changed) {}

    private static Row row(ResultSet r) throws SQLException {
        return new Row(
                r.getInt(2) == Kind.CREDENTIAL.code() ? Kind.CREDENTIAL : Kind.MODEL,
                r.getString(3),
                r.getString(5),
                new Revision(r.getLong(1), r.getInt(4)),
                new Touch(r.getString(7), Instant.ofEpochMilli(r.getLong(6))),
                new Touch(r.getString(9), Instant.ofEpochMilli(r.getLong(8))));
    }

    private static Entry entry(Connection c, Row row) throws SQLException {
        List<KeptSecret> secrets = Db.list(
                c,
                "SELECT part, reference, sealed, sealed_with, set_at, set_by FROM setup_secret WHERE setup_id = ?"
                        + " ORDER BY part",
                SqlSetups::secret,
                row.revision().id());
        return new Entry(
                new Draft(row.kind(), row.name(), row.body(), secrets), row.revision(), row.made(), row.changed());
    }

    private static KeptSecret secret(ResultSet r) throws SQLException {
        byte[] sealed = r.getBytes(3);
        return new KeptSecret(
                r.getString(1),
                r.getString(2),
                sealed == null ? null : new Sealed(r.getString(4), sealed),
                new Touch(r.getString(6), Instant.ofEpochMilli(r.getLong(5))));
    }
}
