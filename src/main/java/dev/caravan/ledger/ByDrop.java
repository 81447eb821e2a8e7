package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Counts records by the drop that brought them: one look at the ledger for each chunk, none at the records. */
final class ByDrop {
    private static final String CHUNK =
            "SELECT drop_id, first_id + n FROM chunk WHERE first_id <= ?" + " ORDER BY first_id DESC LIMIT 1";

    private final Connection c;
    private final Map<Long, Integer> counts = new HashMap<>();
    private long drop;
    private long endOfChunk;

    ByDrop(Connection c) {
        this.c = c;
    }

    /** Adds the records from {@code firstId} up to but without {@code endId}; ids must ascend. */
    void add(long firstId, long endId) throws SQLException {
        long from = firstId;
        while (from < endId) {
            if (from >= endOfChunk) {
                find(from);
            }
            long to = Math.min(endId, endOfChunk);
            counts.merge(drop, (int) (to - from), Integer::sum);
            from = to;
        }
    }

    private void find(long recordId) throws SQLException {
        record Chunk(long drop, long end) {}
        Chunk chunk = Db.one(c, CHUNK, r -> new Chunk(r.getLong(1), r.getLong(2)), recordId)
                .filter(one -> one.end() > recordId)
                .orElseThrow(() -> new LedgerException("Record " + recordId + " is in no chunk"));
        drop = chunk.drop();
        endOfChunk = chunk.end();
    }

    Map<Long, Integer> counts() {
        return Collections.unmodifiableMap(counts);
    }
}
