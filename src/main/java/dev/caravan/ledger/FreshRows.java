package dev.caravan.ledger;

import dev.caravan.ledger.Assembly.Candidate;
import dev.caravan.ledger.Assembly.Identity;
import dev.caravan.ledger.Assembly.InputAt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Records that were never in a batch, in id order; what their chunk says is read once for each chunk. */
final class FreshRows {
    /** Each column is a call into the database's own code: what is small comes as one number. */
    private static final int ATTEMPT = 32_768;

    private static final String ROWS = "SELECT r.id, (r.attempt + 1) * " + ATTEMPT
            + " + r.tries, r.source_id, r.content FROM chunk k CROSS JOIN record r ON "
            + SqlAssembly.UNTAKEN + " AND r.current = 1 AND r.id > ?" + SqlAssembly.WANTED
            + "WHERE k.task_id = ? AND k.state = 1 AND k.first_id + k.n > ? ORDER BY k.first_id, r.id LIMIT ?";
    private static final String CHUNKS = "SELECT first_id, n, segment, frame_off, drop_id FROM chunk WHERE task_id = ?"
            + " AND state = 1 AND first_id + n > ? AND first_id <= ? ORDER BY first_id";

    private FreshRows() {}

    private static Identity identity(ResultSet r) throws SQLException {
        int both = r.getInt(2);
        return new Identity(r.getLong(1), both / ATTEMPT, both % ATTEMPT, r.getString(3), r.getLong(4));
    }

    private record Chunk(long firstId, long endId, String segment, long offset, long dropId) {
        static Chunk of(ResultSet r) throws SQLException {
            return new Chunk(r.getLong(1), r.getLong(1) + r.getLong(2), r.getString(3), r.getLong(4), r.getLong(5));
        }
    }

    /** At most {@code limit} of the task with higher ids. */
    static List<Candidate> after(Connection c, int taskId, long recordId, int limit) throws SQLException {
        List<Identity> rows = Db.list(c, ROWS, FreshRows::identity, recordId, taskId, recordId + 1, limit);
        if (rows.isEmpty()) {
            return List.of();
        }
        List<Chunk> chunks = Db.list(
                c,
                CHUNKS,
                Chunk::of,
                taskId,
                rows.get(0).recordId(),
                rows.get(rows.size() - 1).recordId());
        List<Candidate> candidates = new ArrayList<>(rows.size());
        int at = 0;
        for (Identity row : rows) {
            long id = row.recordId();
            while (chunks.get(at).endId() <= id) {
                at++;
            }
            Chunk chunk = chunks.get(at);
            var input = new InputAt(chunk.segment(), chunk.offset(), (int) (id - chunk.firstId()));
            candidates.add(new Candidate(row, input, chunk.dropId()));
        }
        return candidates;
    }
}
