package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads drops with their counters. */
final class DropReads {
    /** With what its ranges have counted so far. */
    private static final String COUNTS = Stream.of("rows_read", "refused", "duplicate", "unchanged", "stale")
            .map(counter -> counter + " + " + RangeRows.sum(counter))
            .collect(Collectors.joining(", ", "SELECT ", " FROM \"drop\""));

    private DropReads() {}

    static DropCounts counts(Connection c, long dropId) throws SQLException {
        Map<RecordState, Long> states = new EnumMap<>(RecordState.class);
        Db.list(
                c,
                "SELECT state, n FROM drop_count WHERE drop_id = ?",
                r -> states.put(Codes.recordState(r.getInt(1)), r.getLong(2)),
                dropId);
        return Db.one(
                        c,
                        COUNTS + " WHERE id = ?",
                        r -> new DropCounts(
                                r.getLong(1), r.getLong(2), r.getLong(3), r.getLong(4), r.getLong(5), states),
                        dropId)
                .orElseThrow(() -> new LedgerException("The ledger has no drop " + dropId));
    }

    /** The newest of each version. */
    static Map<Drops.Source, Drops.Seen> seen(Connection c, String zone, Collection<String> uris) throws SQLException {
        List<Object> values = new ArrayList<>(uris);
        values.add(0, zone);
        Map<Drops.Source, Drops.Seen> seen = new HashMap<>();
        Db.each(
                c,
                "SELECT uri, tag, id, state, put_away FROM \"drop\" WHERE tag IS NOT NULL AND state < 6 AND zone = ?"
                        + " AND uri IN (" + "?,".repeat(uris.size() - 1) + "?) ORDER BY id",
                r -> seen.put(
                        new Drops.Source(r.getString(1), r.getString(2)),
                        new Drops.Seen(r.getLong(3), Codes.dropState(r.getInt(4)), r.getBoolean(5))),
                values.toArray());
        return seen;
    }

    static List<Drops.Refusal> refusals(Connection c, long dropId, long afterLine, int limit) throws SQLException {
        return Db.list(
                c,
                "SELECT line, code, detail FROM refusal WHERE drop_id = ? AND line > ? AND line <= (SELECT max(line)"
                        + " FROM (SELECT line FROM refusal WHERE drop_id = ? AND line > ? ORDER BY line LIMIT ?) x)"
                        + " ORDER BY line, id",
                r -> new Drops.Refusal(r.getLong(1), r.getString(2), r.getString(3)),
                dropId,
                afterLine,
                dropId,
                afterLine,
                limit);
    }

    static List<Drops.Drop> drops(Connection c, String where, @Nullable Object... values) throws SQLException {
        record Bare(
                long id,
                int taskId,
                String zone,
                String uri,
                int state,
                @Nullable String reason) {}
        List<Bare> rows = Db.list(
                c,
                "SELECT id, task_id, zone, uri, state, reason FROM \"drop\" " + where,
                r -> new Bare(r.getLong(1), r.getInt(2), r.getString(3), r.getString(4), r.getInt(5), r.getString(6)),
                values);
        var drops = new ArrayList<Drops.Drop>();
        for (Bare row : rows) {
            drops.add(new Drops.Drop(
                    row.id(),
                    row.taskId(),
                    row.zone(),
                    row.uri(),
                    Codes.dropState(row.state()),
                    row.reason(),
                    counts(c, row.id())));
        }
        return drops;
    }
}
