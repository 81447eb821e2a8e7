package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads batches and tries. */
final class BatchReads {
    private static final String BATCH = "SELECT id, task_id, recipe_id, credential, state, members, requests, bytes,"
            + " sha256, cancel, provider_status, provider_id, results, polls, assembled_at, submitted_at, since, late, moved_to,"
            + " coalesce(lines, n_sent) FROM batch ";

    private BatchReads() {}

    static Optional<Batches.Batch> find(Connection c, long batchId) throws SQLException {
        return Db.one(c, BATCH + "WHERE id = ?", BatchReads::batch, batchId);
    }

    static List<Batches.Try> tries(Connection c, long batchId) throws SQLException {
        return Db.list(
                c,
                "SELECT no, state, token, file_id, file_gone, provider_time, provider_id, revocable,"
                        + " verified FROM try"
                        + " WHERE batch_id = ? ORDER BY no",
                r -> new Batches.Try(
                        r.getInt(1),
                        Codes.tryState(r.getInt(2)),
                        r.getString(3),
                        r.getString(4),
                        r.getInt(5) == 1,
                        r.getString(6),
                        r.getString(7),
                        r.getInt(8) == 1,
                        r.getInt(9) == 1),
                batchId);
    }

    private static Batches.Batch batch(ResultSet r) throws SQLException {
        String requests = r.getString(7);
        String sha256 = r.getString(9);
        long submitted = r.getLong(16);
        boolean notSubmitted = r.wasNull();
        return new Batches.Batch(
                r.getLong(1),
                r.getInt(2),
                r.getInt(3),
                r.getString(4),
                Codes.batchState(r.getInt(5)),
                MemberCodec.decode(r.getBytes(6)),
                requests == null ? "" : requests,
                r.getLong(8),
                sha256 == null ? "" : sha256,
                r.getInt(10) == 1,
                r.getString(11),
                r.getString(12),
                r.getString(13),
                r.getInt(14),
                Instant.ofEpochMilli(r.getLong(15)),
                notSubmitted ? null : Instant.ofEpochMilli(submitted),
                new Batches.Lateness(Instant.ofEpochMilli(r.getLong(17)), r.getInt(18) == 1, r.getInt(19) > 0),
                r.getInt(20));
    }
}
