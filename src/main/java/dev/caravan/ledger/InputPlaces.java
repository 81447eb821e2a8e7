package dev.caravan.ledger;

import dev.caravan.ledger.Assembly.InputAt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the inputs of many records lie: one look at the ledger for each chunk, whichever records of it are asked for. */
final class InputPlaces {
    private static final String CHUNK =
            "SELECT first_id, n, segment, frame_off FROM chunk WHERE first_id <= ? ORDER BY first_id DESC LIMIT 1";

    private InputPlaces() {}

    /** @param ids ascending */
    static Map<Long, InputAt> of(Connection c, List<Long> ids) throws SQLException {
        Map<Long, InputAt> places = new HashMap<>(ids.size() * 2);
        Chunk chunk = null;
        try (PreparedStatement statement = c.prepareStatement(CHUNK)) {
            for (long id : ids) {
                if (chunk == null || !chunk.has(id)) {
                    chunk = find(statement, id);
                }
                if (chunk != null && chunk.has(id)) {
                    places.put(id, new InputAt(chunk.segment(), chunk.offset(), (int) (id - chunk.firstId())));
                }
            }
        }
        return places;
    }

    private static @Nullable Chunk find(PreparedStatement statement, long id) throws SQLException {
        statement.setLong(1, id);
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? new Chunk(row.getLong(1), row.getInt(2), row.getString(3), row.getLong(4)) : null;
        }
    }

    private record Chunk(long firstId, int records, String segment, long offset) {
        boolean has(long id) {
            return id >= firstId && id < firstId + records;
        }
    }
}
