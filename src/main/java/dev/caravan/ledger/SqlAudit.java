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
    private static final String STEP = "SELECT id, rev, state, prev_id FROM record WHERE id = ?";

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

    @Override
    public Optional<Version> version(long recordId) {
        return db.read(c -> isThere(c, recordId) ? version(c, recordId) : Optional.empty());
    }

    private static boolean isThere(Connection c, long id) throws SQLException {
        return Db.one(c, "SELECT 1 FROM record WHERE id = ?", r -> 1, id).isPresent();
    }

    @Override
    public List<Revision> revisions(long recordId) {
        return db.read(c -> {
            List<Revision> revisions = new ArrayList<>();
            Optional<Step> next = step(
                    c,
                    "SELECT n.id, n.rev, n.state, n.prev_id FROM record r JOIN record n ON n.task_id = r.task_id"
                            + " AND n.source_id = r.source_id AND n.current = 1 WHERE r.id = ?",
                    recordId);
            if (next.isEmpty()) {
                next = step(c, STEP, recordId);
            }
            while (next.isPresent() && revisions.size() < MOST_VERSIONS) {
                revisions.add(next.get().revision());
                next = step(c, STEP, next.get().before());
            }
            return List.copyOf(revisions);
        });
    }

    /** @param before 0 if there is none */
    private record Step(Revision revision, long before) {}

    private static Optional<Step> step(Connection c, String sql, long id) throws SQLException {
        return Db.one(
                c,
                sql,
                r -> new Step(new Revision(r.getLong(1), r.getInt(2), Codes.recordState(r.getInt(3))), r.getLong(4)),
                id);
    }

    @Override
    public Optional<Request> request(long recordId, long batchId) {
        return db.read(c -> {
            Optional<Batches.Batch> batch = BatchReads.find(c, batchId);
            if (batch.isEmpty() || batch.get().requests().isEmpty()) {
                return Optional.empty();
            }
            long place = RequestPlaces.of(c, batch.get(), recordId);
            return place < 0
                    ? Optional.empty()
                    : Optional.of(new Request(batch.get().requests(), place));
        });
    }

    @Override
    public Optional<Gone> gone(long recordId) {
        return db.read(c -> {
            Optional<Gone> erased = Db.one(
                    c,
                    "SELECT e.done_at FROM erased_record m JOIN erased e ON e.id = m.erased_id WHERE m.record_id = ?"
                            + " ORDER BY e.id LIMIT 1",
                    r -> new Gone(true, time(r, 1)),
                    recordId);
            return erased.isPresent()
                    ? erased
                    : Db.one(
                            c,
                            "SELECT d.purged_at FROM record r JOIN \"drop\" d ON d.id = r.drop_id WHERE r.id = ?"
                                    + " AND d.purge > 0",
                            r -> new Gone(false, time(r, 1)),
                            recordId);
        });
    }

    @Override
    public Map<Long, ValuePlace> values(List<Long> recordIds) {
        return db.read(c -> ValuePlaces.of(c, recordIds));
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
