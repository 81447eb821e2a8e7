package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the moves of one transaction and puts them into drop_count at its end. */
final class DropCounters {
    private final Map<Long, long[]> byDrop = new HashMap<>();

    void add(long dropId, RecordState state, long n) {
        byDrop.computeIfAbsent(dropId, d -> new long[RecordState.values().length + 1])[state.code()] += n;
    }

    /** Whose records were moved. */
    Set<Long> drops() {
        return Collections.unmodifiableSet(byDrop.keySet());
    }

    void move(long dropId, RecordState from, RecordState to, long n) {
        add(dropId, LegalMoves.move(from, to), n);
        add(dropId, from, -n);
    }

    /** Moves what a query says: drop, state before, state after, how many. */
    void moveAll(Connection c, String sql, @Nullable Object... values) throws SQLException {
        Db.each(
                c,
                sql,
                r -> move(r.getLong(1), Codes.recordState(r.getInt(2)), Codes.recordState(r.getInt(3)), r.getLong(4)),
                values);
    }

    /** Whatever is known of the drop is to be looked at again. */
    static void moved(Connection c, long dropId) throws SQLException {
        Db.update(c, "UPDATE \"drop\" SET moves = moves + 1 WHERE id = ?", dropId);
    }

    void store(Connection c) throws SQLException {
        for (var entry : byDrop.entrySet()) {
            // What goes again may change what its gate was opened for.
            boolean again = entry.getValue()[RecordState.QUEUED.code()] > 0;
            moved(c, entry.getKey());
            if (again) {
                Db.update(
                        c,
                        "UPDATE \"drop\" SET gate = CASE gate WHEN 1 THEN 0 ELSE gate END WHERE id = ?",
                        entry.getKey());
            }
        }
        storeCounts(c);
    }

    /** Moves no row of a drop but its counts. */
    void storeCounts(Connection c) throws SQLException {
        for (var entry : byDrop.entrySet()) {
            for (RecordState state : RecordState.values()) {
                long n = entry.getValue()[state.code()];
                if (n != 0) {
                    Db.update(
                            c,
                            "INSERT INTO drop_count (drop_id, state, n) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (drop_id, state) DO UPDATE SET n = drop_count.n + excluded.n",
                            entry.getKey(),
                            state.code(),
                            n);
                }
            }
        }
    }
}
