package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@link Changes} in SQL, where triggers write them. */
final class SqlChanges implements Changes {
    private static final int AT_REST = 100;
    private static final int AT_ONCE = 10_000;
    private static final String SELECT =
            "SELECT c.id, c.at, c.kind, c.subject, c.state, t.name, s.public_id, s.workspace FROM change c"
                    + " LEFT JOIN task t ON t.id = c.task_id LEFT JOIN submission s ON c.kind = 3 AND s.id = c.subject";

    private final Db db;

    SqlChanges(Db db) {
        this.db = db;
    }

    @Override
    public List<Change> after(long id, int limit) {
        // What is not told yet may get a number below that of what is: only up to here is everything there.
        long upTo = newest();
        return db.read(c -> Db.list(
                c,
                SELECT + " WHERE c.id > ? AND c.id <= ? AND (c.kind <> 5 OR NOT EXISTS (SELECT 1 FROM change y"
                        + " WHERE y.kind = 5 AND y.subject = c.subject AND y.id > c.id AND y.id <= ?))"
                        + " ORDER BY c.id LIMIT ?",
                r -> change(c, r),
                id,
                upTo,
                upTo,
                limit));
    }

    @Override
    public long newest() {
        return db.read(SqlChanges::newest);
    }

    /** Also where all rows were deleted. */
    static long newest(Connection c) throws SQLException {
        return Db.number(c, "SELECT seq FROM sqlite_sequence WHERE name = 'change'");
    }

    @Override
    public long oldest() {
        return db.read(c -> Db.number(c, "SELECT id FROM change ORDER BY id LIMIT 1"));
    }

    @Override
    public int trim(Instant before) {
        String old =
                "SELECT id FROM (SELECT id, at FROM change WHERE id <= (SELECT coalesce(min(cursor), ?) FROM webhook)"
                        + " ORDER BY id LIMIT " + AT_ONCE + ") x WHERE at < ?";
        long all = Long.MAX_VALUE;
        boolean some = db.read(c -> Db.one(c, old + " LIMIT 1", r -> true, all, before.toEpochMilli())
                .isPresent());
        return some
                ? db.write(
                        c -> Db.update(c, "DELETE FROM change WHERE id IN (" + old + ")", all, before.toEpochMilli()))
                : 0;
    }

    private static Change change(Connection c, ResultSet r) throws SQLException {
        Kind kind = kind(r.getInt(3));
        long subject = r.getLong(4);
        String publicId = r.getString(7);
        return new Change(
                r.getLong(1),
                Instant.ofEpochMilli(r.getLong(2)),
                kind,
                publicId == null ? Long.toString(subject) : publicId,
                state(kind, r.getInt(5)),
                r.getString(6),
                r.getString(8),
                counts(c, kind, subject));
    }

    private static Kind kind(int code) {
        if (code < 1 || code > Kind.values().length) {
            throw new LedgerException("The ledger holds an unknown kind of change: " + code
                    + ". It was written by a newer version of Caravan, or is damaged");
        }
        return Kind.values()[code - 1];
    }

    private static String state(Kind kind, int code) {
        return switch (kind) {
            case BATCH -> word(Codes.batchState(code));
            case DROP -> code == AT_REST ? "finished" : word(Codes.dropState(code));
            case SUBMISSION -> code == 1 ? "accepted" : code == 2 ? "completed" : "failed";
            case PUBLICATION -> code == 3 ? "published" : code == 2 ? "sealed" : "restored";
            case RECORDS -> "moved";
            case REVIEW -> code == 1 ? "waiting" : "done";
        };
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Long> counts(Connection c, Kind kind, long subject) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        switch (kind) {
            case BATCH ->
                columns(
                        c,
                        counts,
                        "SELECT n_sent AS sent, n_ok AS ok, n_invalid AS invalid, n_error AS error,"
                                + " n_missing AS missing, n_notrun AS not_run FROM batch WHERE id = ?",
                        subject);
            case SUBMISSION ->
                columns(
                        c,
                        counts,
                        "SELECT lines, n_ok AS ok, n_failed AS failed FROM submission WHERE id = ?",
                        subject);
            case PUBLICATION -> columns(c, counts, "SELECT n AS records FROM publication WHERE id = ?", subject);
            case DROP, RECORDS, REVIEW -> {
                columns(
                        c,
                        counts,
                        "SELECT rows_read AS \"read\", refused, duplicate, unchanged, stale FROM \"drop\" WHERE id = ?",
                        subject);
                Db.each(
                        c,
                        "SELECT state, n FROM drop_count WHERE drop_id = ? AND n > 0",
                        n -> counts.put(word(Codes.recordState(n.getInt(1))), n.getLong(2)),
                        subject);
            }
        }
        return counts;
    }

    private static void columns(Connection c, Map<String, Long> counts, String sql, long subject) throws SQLException {
        Db.each(
                c,
                sql,
                r -> {
                    for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                        counts.put(r.getMetaData().getColumnLabel(i), r.getLong(i));
                    }
                },
                subject);
    }
}
