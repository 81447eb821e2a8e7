package dev.caravan.ledger;

import java.util.List;

/** {@link Inputs} in SQL. */
final class SqlInputs implements Inputs {
    /** A try that is refused or revoked, or any of a final batch; {@code file_gone = 0} is what the index says. */
    private static final String CLOSED = " AND (t.state IN (5, 6) OR (b.state >= 7 AND NOT EXISTS"
            + " (SELECT 1 FROM twin w WHERE w.batch_id = b.id AND w.state < 4)))";

    static final String LEFT =
            "SELECT DISTINCT t.file_id FROM try t INDEXED BY try_left CROSS JOIN batch b ON b.id = t.batch_id"
                    + " WHERE t.file_id IS NOT NULL AND t.file_gone = 0 AND b.credential = ? AND (b.state <> 7 OR ?)"
                    + CLOSED
                    + " LIMIT ?";
    static final String GONE = "UPDATE try AS t SET file_gone = 1 FROM batch b WHERE b.id = +t.batch_id"
            + " AND t.file_id = ? AND t.file_id IS NOT NULL AND b.credential = ?" + CLOSED;

    /** {@code batch_id} is in the label, so that no index of labels is needed. */
    static final String LABELLED = "SELECT 1 FROM try t CROSS JOIN batch b ON b.id = t.batch_id"
            + " WHERE t.batch_id = ? AND t.token = ? AND b.credential = ? AND (b.state <> 7 OR ?)" + CLOSED;

    private final Db db;

    SqlInputs(Db db) {
        this.db = db;
    }

    @Override
    public List<String> leftOver(String credential, boolean collected, int limit) {
        return db.read(c -> Db.list(c, LEFT, r -> r.getString(1), credential, collected, limit));
    }

    @Override
    public boolean isLeftOver(String credential, String token, boolean collected) {
        return db.read(c -> Db.one(c, LABELLED, r -> true, batch(token), token, credential, collected)
                .isPresent());
    }

    /** A label is name and epoch of the ledger, batch, try. */
    private static long batch(String token) {
        String[] parts = token.split("-", -1);
        return parts.length == 3 && parts[1].matches("\\d{1,18}") ? Long.parseLong(parts[1]) : 0;
    }

    @Override
    public void gone(String credential, String fileId) {
        db.write(c -> Db.update(c, GONE, fileId, credential));
    }
}
