package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link Audit} in SQL: by the unique index of current records, then from each revision to the one before. */
final class SqlAudit implements Audit {
    private static final int MOST_VERSIONS = 200;

    private final Db db;

    SqlAudit(Db db) {
        this.db = db;
    }

    @Override
    public Optional<Trail> of(String task, String sourceId) {
        return db.read(c -> {
            List<Version> versions = new ArrayList<>();
            Optional<Long> next = Db.one(
                    c,
                    "SELECT r.id FROM record r WHERE r.task_id = (SELECT id FROM task WHERE name = ?)"
                            + " AND r.source_id = ? AND r.current = 1",
                    r -> r.getLong(1),
                    task,
                    sourceId);
            while (next.isPresent() && versions.size() < MOST_VERSIONS) {
                long id = next.get();
                version(c, id).ifPresent(versions::add);
                next = Db.one(
                        c,
                        "SELECT p.id FROM record r JOIN record p ON p.id = r.prev_id WHERE r.id = ?",
                        r -> r.getLong(1),
                        id);
            }
            return versions.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Trail(task, sourceId, List.copyOf(versions)));
        });
    }

    private static Optional<Version> version(Connection c, long id) throws SQLException {
        List<OpenItems.Attempt> attempts = RecordPlaces.attempts(c, id);
        Map<Long, Asked> batches = batches(c, attempts);
        List<Decisions.Made> decisions = DecisionRows.of(c, id);
        From from = from(c, id);
        String edit = RecordPlaces.edit(c, id);
        Published published = published(c, id);
        return Db.one(
                c,
                "SELECT rev, state, coalesce(code, ''), stale, person FROM record WHERE id = ?",
                r -> new Version(
                        id,
                        r.getInt(1),
                        Codes.recordState(r.getInt(2)),
                        r.getString(3),
                        r.getInt(4) == 1,
                        r.getInt(5) == 1,
                        from,
                        attempts,
                        batches,
                        decisions,
                        edit,
                        published),
                id);
    }

    private static From from(Connection c, long id) throws SQLException {
        return Db.one(
                        c,
                        "SELECT d.id, d.zone, d.uri, r.line, d.sealed_at, n.id, n.at, n.actor, n.why FROM record r"
                                + " JOIN \"drop\" d ON d.id = r.drop_id LEFT JOIN rerun n ON n.drop_id = d.id"
                                + " WHERE r.id = ?",
                        r -> new From(r.getLong(1), r.getString(2), r.getString(3), r.getLong(4), time(r, 5), again(r)),
                        id)
                .orElseThrow(() -> new LedgerException("Record " + id + " has no drop; the ledger may be damaged"));
    }

    private static @Nullable Again again(ResultSet r) throws SQLException {
        return r.getString(8) == null
                ? null
                : new Again(r.getLong(6), Instant.ofEpochMilli(r.getLong(7)), r.getString(8), r.getString(9));
    }

    private static Map<Long, Asked> batches(Connection c, List<OpenItems.Attempt> attempts) throws SQLException {
        Map<Long, Asked> batches = new TreeMap<>();
        for (OpenItems.Attempt attempt : attempts) {
            Optional<Asked> asked = Db.one(
                    c,
                    "SELECT provider_id, submitted_at, collected_at FROM batch WHERE id = ?",
                    r -> new Asked(r.getString(1), time(r, 2), time(r, 3)),
                    attempt.batchId());
            asked.ifPresent(found -> batches.put(attempt.batchId(), found));
        }
        return batches;
    }

    private static @Nullable Published published(Connection c, long id) throws SQLException {
        record Row(long id, @Nullable Instant at) {}
        Optional<Row> row = Db.one(
                c,
                "SELECT p.id, p.sealed_at FROM record r JOIN publication p ON p.id = r.pub_id WHERE r.id = ?",
                r -> new Row(r.getLong(1), time(r, 2)),
                id);
        if (row.isEmpty()) {
            return null;
        }
        List<Sent> sinks = new ArrayList<>();
        Db.each(
                c,
                "SELECT d.sink, d.state, d.sends, d.delivered_at, coalesce(d.reason, ''), s.members FROM delivery d"
                        + " LEFT JOIN share s ON s.pub_id = d.pub_id AND s.sink = d.sink WHERE d.pub_id = ? ORDER BY d.sink",
                r -> {
                    byte[] members = r.getBytes(6);
                    if (members == null || has(MemberCodec.decode(members), id)) {
                        sinks.add(new Sent(
                                r.getString(1),
                                Codes.deliveryState(r.getInt(2)).name().toLowerCase(Locale.ROOT),
                                r.getInt(3),
                                time(r, 4),
                                r.getString(5)));
                    }
                },
                row.get().id());
        return new Published(row.get().id(), row.get().at(), List.copyOf(sinks));
    }

    private static boolean has(Members members, long id) {
        return members.runs().stream().anyMatch(run -> run.firstId() <= id && id < run.endId());
    }

    private static @Nullable Instant time(ResultSet r, int column) throws SQLException {
        long millis = r.getLong(column);
        return r.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
