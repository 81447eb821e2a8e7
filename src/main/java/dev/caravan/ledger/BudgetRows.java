package dev.caravan.ledger;

import dev.caravan.ledger.Budgets.Cap;
import dev.caravan.ledger.Budgets.Room;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Caps of tasks, and what counts against them. */
final class BudgetRows {
    private static final long DAY = 86_400_000;
    /** Batches, and real-time calls. */
    private static final String SPENT = "SELECT coalesce(sum(micros), 0) FROM ("
            + "SELECT micros FROM spend WHERE task_id = ? AND (? = 0 OR day = ?) UNION ALL"
            + " SELECT micros + micros_unknown FROM realtime_cost WHERE task_id = ? AND (? = 0 OR day = ?)) x";
    /** Sent and not home: what it cost so far is in spend already. */
    static final String RESERVED = "SELECT coalesce(sum(max(cost_est - cost, 0)), 0) FROM batch INDEXED BY batch_due"
            + " WHERE state IN (3, 4, 5, 6) AND state < 7 AND task_id = ? AND (? = 0 OR day = ?) AND id <> ?";

    private static final String AT_MOST = RESERVED.replace("cost_est", "cost_most");

    static final String ASSEMBLED = "SELECT coalesce(sum(cost_est), 0) FROM batch"
            + " WHERE state = 2 AND state < 7 AND task_id = ? AND id <> ?";

    private static final String HELD =
            "SELECT coalesce(sum(micros), 0) FROM realtime_hold WHERE task_id = ? AND (? = 0 OR day = ?)";

    private BudgetRows() {}

    /** What the batches and real-time calls of a task that are under way may cost at most; without this batch. */
    static long atMost(Connection c, int taskId, Cap cap, long day, long exceptBatch) throws SQLException {
        return Db.number(c, AT_MOST, taskId, cap.perDay() ? 1 : 0, day, exceptBatch) + held(c, taskId, cap, day);
    }

    /** What the real-time calls of a task that are under way may cost at most. */
    static long held(Connection c, int taskId, Cap cap, long day) throws SQLException {
        return Db.number(c, HELD, taskId, cap.perDay() ? 1 : 0, day);
    }

    static long day(long millis) {
        return Math.floorDiv(millis, DAY);
    }

    /** The day of the provider's last word on the try that is about to be sent; ours if it said none. */
    static long day(Connection c, long batchId, long millis) throws SQLException {
        Optional<String> date = Db.one(
                c,
                "SELECT provider_time FROM try WHERE batch_id = ? AND provider_time IS NOT NULL ORDER BY no DESC LIMIT 1",
                r -> r.getString(1),
                batchId);
        try {
            return date.map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .map(time -> day(time.toInstant().toEpochMilli()))
                    .orElse(day(millis));
        } catch (DateTimeException notADate) {
            return day(millis);
        }
    }

    static Map<Integer, Cap> caps(Connection c) throws SQLException {
        Map<Integer, Cap> caps = new HashMap<>();
        Db.each(
                c,
                "SELECT task_id, micros, per_day FROM budget",
                r -> caps.put(r.getInt(1), new Cap(r.getLong(2), r.getInt(3) == 1)));
        return caps;
    }

    /** Without what this batch itself stands for. */
    static Room room(Connection c, int taskId, Cap cap, long day, long exceptBatch) throws SQLException {
        int daily = cap.perDay() ? 1 : 0;
        return new Room(
                cap,
                Db.number(c, SPENT, taskId, daily, day, taskId, daily, day),
                Db.number(c, RESERVED, taskId, daily, day, exceptBatch) + held(c, taskId, cap, day),
                Db.number(c, ASSEMBLED, taskId, exceptBatch));
    }
}
