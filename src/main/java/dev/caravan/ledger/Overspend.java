package dev.caravan.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;

/** Tells that result lines were paid which moved nothing. */
final class Overspend {
    private static final int MICROS = 6;

    private Overspend() {}

    /** @param by which lines these are */
    static void raise(Connection c, long now, long batchId, long costMicros, String by) throws SQLException {
        SqlEvents.insert(
                c,
                now,
                EventKind.OVERSPEND,
                "batch " + batchId,
                Events.CARAVAN,
                "$" + BigDecimal.valueOf(costMicros, MICROS).toPlainString()
                        + " were paid for answers that are not used, " + by);
    }
}
