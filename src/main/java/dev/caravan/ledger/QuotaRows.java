package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of quota. */
final class QuotaRows {
    private static final String ROW =
            "SELECT credential, model, told, learnt, refusals, slow, held_until, changed_at FROM quota ";

    /** The smaller of what was told and what was learnt. */
    static final String LIMIT = "min(coalesce(q.told, q.learnt), coalesce(q.learnt, q.told))";

    private QuotaRows() {}

    static Optional<Row> find(Connection c, String credential, String model) throws SQLException {
        return Db.one(c, ROW + "WHERE credential = ? AND model = ?", QuotaRows::row, credential, model);
    }

    static void each(Connection c, Taker taker) throws SQLException {
        Db.each(c, ROW, r -> taker.take(row(r)));
    }

    static void store(Connection c, Row row) throws SQLException {
        Db.update(
                c,
                "INSERT INTO quota (credential, model, told, learnt, refusals, slow, held_until, changed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (credential, model) DO UPDATE SET"
                        + " told = excluded.told, learnt = excluded.learnt, refusals = excluded.refusals,"
                        + " slow = excluded.slow, held_until = excluded.held_until, changed_at = excluded.changed_at",
                row.credential(),
                row.model(),
                row.told(),
                row.learnt(),
                row.refusals(),
                row.slow(),
                row.until(),
                row.changed());
    }

    private static Row row(ResultSet r) throws SQLException {
        return new Row(
                r.getString(1),
                r.getString(2),
                number(r, 3),
                number(r, 4),
                r.getInt(5),
                r.getInt(6),
                r.getLong(7),
                r.getLong(8));
    }

    private static @Nullable Long number(ResultSet r, int column) throws SQLException {
        long value = r.getLong(column);
        return r.wasNull() ? null : value;
    }

    interface Taker {
        void take(Row row) throws SQLException;
    }

    /** One row; times in milliseconds of the epoch. */
    record Row(
            String credential,
            String model,
            @Nullable Long told,
            @Nullable Long learnt,
            int refusals,
            int slow,
            long until,
            long changed) {

        static Row fresh(String credential, String model, long now) {
            return new Row(credential, model, null, null, 0, 0, 0, now);
        }

        long limit() {
            return Math.min(told == null ? Long.MAX_VALUE : told, learnt == null ? Long.MAX_VALUE : learnt);
        }

        Row learnt(@Nullable Long tokens, int newRefusals, int newSlow, long newUntil, long now) {
            return new Row(credential, model, told, tokens, newRefusals, newSlow, newUntil, now);
        }

        Row taken() {
            return new Row(credential, model, told, learnt, 0, slow, 0, changed);
        }
    }
}
