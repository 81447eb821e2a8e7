package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Counts what answers cost beside their price, in the transaction that makes it so. */
final class EffortRows {
    /** The day whose money it was: that of the batch. */
    static final String DAY = "coalesce(b.day, b.created_at / 86400000)";

    private static final String INTO = "INSERT INTO effort (day, task_id, model, kind, n, micros, millis) ";
    private static final String ADD =
            " ON CONFLICT (day, task_id, model, kind, shard) DO UPDATE SET n = effort.n + excluded.n,"
                    + " micros = effort.micros + excluded.micros, millis = effort.millis + excluded.millis";

    private EffortRows() {}

    /**
     * Attempts that are about to be kept because their records are asked again, of the records in {@link MemberRuns} that
     * {@code where} picks. One that is kept already was counted then.
     *
     * @param kind null: as the state of each says
     */
    static void again(Connection c, String where, @Nullable EffortKind kind) throws SQLException {
        String why = kind == null ? EffortKind.OF_STATE : Integer.toString(kind.code());
        Db.update(
                c,
                INTO + "SELECT x.day, x.task_id, x.model, x.kind, count(*), sum(x.cost_u), 0 FROM (SELECT " + DAY
                        + " AS day, b.task_id, b.model, " + why + " AS kind, r.cost_u" + MemberRuns.RECORDS
                        + " CROSS JOIN batch b ON b.id = r.batch_id WHERE " + where
                        + " AND (SELECT count(*) FROM attempt_past p WHERE p.record_id = r.id AND p.attempt = r.attempt)"
                        + " = 0) x WHERE true GROUP BY x.day, x.task_id, x.model, x.kind" + ADD);
    }

    /** Answers that new revisions of a rerun stand for. */
    static void replaced(Connection c, int taskId, Reruns.Replaced replaced) throws SQLException {
        add(
                c,
                new Row(replaced.day(), taskId, replaced.model(), EffortKind.RERUN.code()),
                replaced.answers(),
                replaced.micros(),
                0);
    }

    /** Decisions of people. */
    static void decided(Connection c, long day, int taskId, String model, long decisions, long millis)
            throws SQLException {
        add(c, new Row(day, taskId, model, EffortKind.DECISION), decisions, 0, millis);
    }

    private record Row(long day, int taskId, String model, int kind) {}

    private static void add(Connection c, Row row, long n, long micros, long millis) throws SQLException {
        Db.update(
                c,
                INTO + "VALUES (?, ?, ?, ?, ?, ?, ?)" + ADD,
                row.day(),
                row.taskId(),
                row.model(),
                row.kind(),
                n,
                micros,
                millis);
    }
}
