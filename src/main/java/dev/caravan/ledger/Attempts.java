package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Keeps the attempt of a record before it is queued again. */
final class Attempts {
    private Attempts() {}

    static void keep(Connection c, long recordId, String code) throws SQLException {
        Db.update(
                c,
                "INSERT OR REPLACE INTO attempt_past (record_id, attempt, batch_id, recipe_id, state, code, res_file,"
                        + " res_pos, tok_in, tok_out, cost_u) SELECT id, attempt, batch_id, recipe_id, state,"
                        + " coalesce(code, ?), res_file, res_pos, tok_in, tok_out, cost_u FROM record"
                        + " WHERE id = ? AND batch_id IS NOT NULL",
                code,
                recordId);
        Db.update(
                c,
                "UPDATE record SET res_file = NULL, res_pos = NULL, tok_in = 0, tok_cached = 0, tok_out = 0,"
                        + " tok_reason = 0, cost_u = 0 WHERE id = ?",
                recordId);
    }
}
