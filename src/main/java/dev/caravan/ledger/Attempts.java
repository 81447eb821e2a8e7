package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the attempts of records before they are queued again: which batch, what came of it, and what it cost. A record that was
 * held while it waited for its next attempt has nothing new to keep.
 */
final class Attempts {
    private Attempts() {}

    /** Of the records in {@link MemberRuns} that {@code where} picks; {@code code} and {@code why} where they have none. */
    static void keep(Connection c, String where, String code, String why) throws SQLException {
        keep(c, where, code, why, null);
    }

    /** The same. @param kind why they are asked again; null: as their states say */
    static void keep(Connection c, String where, String code, String why, @Nullable EffortKind kind)
            throws SQLException {
        EffortRows.again(c, where, kind);
        Db.update(
                c,
                "INSERT INTO attempt_past (record_id, attempt, batch_id, recipe_id, state, code, res_file,"
                        + " res_pos, tok_in, tok_cached, tok_out, tok_reason, cost_u, why) SELECT r.id, r.attempt,"
                        + " r.batch_id, r.recipe_id, r.state, coalesce(r.code, ?), r.res_file, r.res_pos, r.tok_in,"
                        + " r.tok_cached, r.tok_out, r.tok_reason, r.cost_u, coalesce((SELECT t.detail FROM todo t"
                        + " WHERE t.record_id = r.id), ?)" + MemberRuns.RECORDS + " WHERE r.batch_id IS NOT NULL AND "
                        + where
                        + " ON CONFLICT (record_id, attempt) DO UPDATE SET batch_id = excluded.batch_id,"
                        + " recipe_id = excluded.recipe_id, state = excluded.state, code = excluded.code,"
                        + " res_file = excluded.res_file, res_pos = excluded.res_pos, tok_in = excluded.tok_in,"
                        + " tok_cached = excluded.tok_cached, tok_out = excluded.tok_out,"
                        + " tok_reason = excluded.tok_reason, cost_u = excluded.cost_u, why = excluded.why"
                        + " WHERE excluded.res_file IS NOT NULL OR excluded.cost_u > 0",
                code,
                why);
        Db.update(
                c,
                "UPDATE record AS r SET code = NULL, res_file = NULL, res_pos = NULL, tok_in = 0, tok_cached = 0,"
                        + " tok_out = 0, tok_reason = 0, cost_u = 0 FROM temp.run m WHERE" + MemberRuns.IN_RUN + "AND "
                        + where);
    }
}
