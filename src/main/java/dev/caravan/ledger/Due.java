package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/**
 * Times at which something is to be done again. No wait is longer than {@link #LONGEST}; what is further away was written
 * by a clock that was ahead then, and is due now (rule 44).
 */
final class Due {
    static final Duration LONGEST = Duration.ofDays(1);

    private Due() {}

    static long in(Duration wait, Clock clock) {
        return clock.millis() + (wait.compareTo(LONGEST) < 0 ? wait : LONGEST).toMillis();
    }

    /** Whatever is due later than this is due now. */
    static long unbelievable(Clock clock) {
        return clock.millis() + LONGEST.toMillis();
    }

    /** Returns how much was waiting for its time. */
    static int everything(Connection c) throws SQLException {
        return Db.update(c, "UPDATE batch SET next_due = 0 WHERE state < 7 AND next_due > 0")
                + Db.update(c, "UPDATE twin SET next_due = 0 WHERE state < 4 AND next_due > 0")
                + Db.update(c, "UPDATE delivery SET due = 0 WHERE state < 4 AND due > 0")
                + Db.update(
                        c, "UPDATE todo SET due = 0 WHERE kind = 2 AND due > 0 AND task_id IN (SELECT id FROM task)");
    }

    static void mendBatches(Connection c, Clock clock) throws SQLException {
        Db.update(c, "UPDATE batch SET next_due = 0 WHERE state < 7 AND next_due > ?", unbelievable(clock));
    }

    static void mendDeliveries(Connection c, Clock clock) throws SQLException {
        Db.update(c, "UPDATE delivery SET due = 0 WHERE state < 4 AND due > ?", unbelievable(clock));
    }
}
