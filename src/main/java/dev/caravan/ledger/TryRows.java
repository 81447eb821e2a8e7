package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** The tries of one batch. */
final class TryRows {
    private final Connection c;
    private final long batchId;

    TryRows(Connection c, long batchId) {
        this.c = c;
        this.batchId = batchId;
    }

    Batches.Try open(String instance) throws SQLException {
        int no = (int) Db.number(c, "SELECT coalesce(max(no), 0) + 1 FROM try WHERE batch_id = ?", batchId);
        String token = Tokens.of(instance, batchId, no);
        Db.update(
                c,
                "INSERT INTO try (batch_id, no, state, token) VALUES (?, ?, ?, ?)",
                batchId,
                no,
                TryState.OPEN.code(),
                token);
        return new Batches.Try(no, TryState.OPEN, token, null, false, null, null, true, true);
    }

    /** Moves a try on; one that was creating once can't be creating again, so that it has one create call (rule 2). */
    void move(int no, TryState to) throws SQLException {
        TryState from = Db.one(
                        c,
                        "SELECT state FROM try WHERE batch_id = ? AND no = ?",
                        r -> Codes.tryState(r.getInt(1)),
                        batchId,
                        no)
                .orElseThrow(() -> new LedgerException("Batch " + batchId + " has no try " + no));
        LegalMoves.move(batchId, no, from, to);
        Db.update(c, "UPDATE try SET state = ? WHERE batch_id = ? AND no = ?", to.code(), batchId, no);
    }

    /** The provider refused what was sent; what was never sent is closed. */
    void refused(String reason) throws SQLException {
        for (int no : Db.list(
                c,
                "SELECT no FROM try WHERE batch_id = ? AND state = ?",
                r -> r.getInt(1),
                batchId,
                TryState.CREATING.code())) {
            move(no, TryState.REFUSED);
            Db.update(c, "UPDATE try SET reason = ? WHERE batch_id = ? AND no = ?", reason, batchId, no);
        }
        close();
    }

    /** Closes every try that the provider has not accepted; what was created without a word must be revoked before. */
    void revoke() throws SQLException {
        long left = Db.number(
                c,
                "SELECT count(*) FROM try WHERE batch_id = ? AND state = ? AND file_gone = 0",
                batchId,
                TryState.CREATING.code());
        if (left > 0) {
            throw new LedgerException("Batch " + batchId + " stays in doubt: " + left
                    + " of its inputs may still be at the provider. Revoke them first");
        }
        close();
    }

    /** Closes every try that the provider has not accepted; what could be revoked must be. */
    void giveUp() throws SQLException {
        long left = Db.number(
                c,
                "SELECT count(*) FROM try WHERE batch_id = ? AND state = ? AND revocable = 1",
                batchId,
                TryState.CREATING.code());
        if (left > 0) {
            throw new LedgerException("Batch " + batchId + " stays in doubt: " + left
                    + " of its creates can be revoked, and a search alone does not end such a doubt");
        }
        close();
    }

    void close() throws SQLException {
        for (int no : Db.list(
                c,
                "SELECT no FROM try WHERE batch_id = ? AND state IN (1, 2, 3) ORDER BY no",
                r -> r.getInt(1),
                batchId)) {
            move(no, TryState.REVOKED);
        }
    }
}
