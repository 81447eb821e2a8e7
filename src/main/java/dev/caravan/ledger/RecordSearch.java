package dev.caravan.ledger;

import dev.caravan.ledger.Lists.Found;
import dev.caravan.ledger.Lists.RecordRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks through a stretch of a drop's records for those of a state and a code: over the chunks that say which ids it has. */
final class RecordSearch {
    private static final int CHUNKS_AT_ONCE = 256;

    private RecordSearch() {}

    private record Chunk(long firstId, long endId) {}

    /** @param look how many records to look at; whole chunks of them, so a few more */
    static Found of(
            Connection c,
            long dropId,
            @Nullable RecordState state,
            @Nullable String code,
            long after,
            int limit,
            int look)
            throws SQLException {
        List<RecordRow> rows = new ArrayList<>();
        long place = after;
        long looked = 0;
        while (looked < look) {
            List<Chunk> chunks = Db.list(
                    c,
                    "SELECT first_id, first_id + n FROM chunk WHERE drop_id = ? AND first_id + n > ? ORDER BY first_id"
                            + " LIMIT " + CHUNKS_AT_ONCE,
                    r -> new Chunk(r.getLong(1), r.getLong(2)),
                    dropId,
                    place + 1);
            if (chunks.isEmpty()) {
                return new Found(rows, place, true);
            }
            for (Chunk chunk : chunks) {
                List<RecordRow> found =
                        rows(c, chunk, Math.max(place, chunk.firstId() - 1), state, code, limit - rows.size());
                rows.addAll(found);
                if (rows.size() == limit) {
                    return new Found(rows, rows.get(limit - 1).id(), false);
                }
                looked += chunk.endId() - Math.max(place + 1, chunk.firstId());
                place = chunk.endId() - 1;
                if (looked >= look) {
                    break;
                }
            }
        }
        return new Found(rows, place, false);
    }

    private static List<RecordRow> rows(
            Connection c, Chunk chunk, long after, @Nullable RecordState state, @Nullable String code, int limit)
            throws SQLException {
        List<Object> values = new ArrayList<>(List.of(after, chunk.endId()));
        String which = "";
        if (state != null) {
            which += " AND r.state = ?";
            values.add(state.code());
        }
        if (code != null) {
            which += " AND r.code = ?";
            values.add(code);
        }
        values.add(limit);
        return Db.list(
                c,
                SqlLists.RECORD + " FROM record r JOIN task t ON t.id = r.task_id WHERE r.id > ? AND r.id < ?" + which
                        + " ORDER BY r.id LIMIT ?",
                SqlLists::record,
                values.toArray());
    }
}
