package dev.caravan.ledger;

import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.Usage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves what nearly all result lines are: first answers that are valid, of records without a past. No row is read for that;
 * the statement says what it expects of each, and whether it found all of them so. Used within one transaction, which is
 * to be given up where it did not: then {@link OutcomeMover} looks at each.
 */
final class PlainOutcomes {
    private static final int BLOCK = 250;
    private static final int COLUMNS = 7;
    private static final String MOVE = "UPDATE record SET state = 3, code = ?, res_file = ?, res_pos = v.column2,"
            + " tok_in = v.column3, tok_cached = v.column4, tok_out = v.column5, tok_reason = v.column6,"
            + " cost_u = v.column7 FROM (VALUES %s) v WHERE id = v.column1 AND state = 2 AND batch_id = ?"
            + " AND attempt = ? AND stale = 0 AND person = 0 AND prev_id IS NULL";

    private final Connection c;
    private final long batchId;
    private final Map<Integer, PreparedStatement> statements = new HashMap<>();

    private PlainOutcomes(Connection c, long batchId) {
        this.c = c;
        this.batchId = batchId;
    }

    /** Whether an outcome may be one; whether its record is as it has to be, only the ledger knows. */
    static boolean mayBe(Outcome outcome) {
        return outcome.state() == RecordState.COMPLETED
                && !outcome.byRecord()
                && outcome.at().file() >= 0;
    }

    /**
     * Moves all of them or finds that it can't.
     *
     * @param sorted by record, each at most once; all of them {@link #mayBe}
     * @return how many rows were as expected; if those are not all, the transaction must not be committed
     */
    static int move(Connection c, long batchId, List<Outcome> sorted) throws SQLException {
        var plain = new PlainOutcomes(c, batchId);
        try {
            int moved = 0;
            for (int from = 0; from < sorted.size() && moved == from; ) {
                int end = plain.endOfBlock(sorted, from);
                moved += plain.block(sorted.subList(from, end));
                from = end;
            }
            return moved;
        } finally {
            for (PreparedStatement statement : plain.statements.values()) {
                statement.close();
            }
        }
    }

    /** Of one file, one attempt and one code: those are said once for all. */
    private int endOfBlock(List<Outcome> sorted, int from) {
        Outcome first = sorted.get(from);
        int end = from + 1;
        while (end < sorted.size() && end - from < BLOCK && isLike(first, sorted.get(end))) {
            end++;
        }
        return end;
    }

    private static boolean isLike(Outcome first, Outcome other) {
        return first.attempt() == other.attempt()
                && first.at().file() == other.at().file()
                && first.code().equals(other.code());
    }

    private int block(List<Outcome> outcomes) throws SQLException {
        PreparedStatement statement = statements.get(outcomes.size());
        if (statement == null) {
            statement = c.prepareStatement(MOVE.replace("%s", Db.values(outcomes.size(), COLUMNS)));
            statements.put(outcomes.size(), statement);
        }
        Outcome first = outcomes.get(0);
        int i = 1;
        statement.setString(i++, first.code());
        statement.setInt(i++, first.at().file());
        for (Outcome outcome : outcomes) {
            Usage usage = outcome.usage();
            statement.setLong(i++, outcome.recordId());
            statement.setLong(i++, outcome.at().offset());
            statement.setInt(i++, usage.in());
            statement.setInt(i++, usage.cached());
            statement.setInt(i++, usage.out());
            statement.setInt(i++, usage.reasoning());
            statement.setLong(i++, usage.costMicros());
        }
        statement.setLong(i++, batchId);
        statement.setInt(i, first.attempt());
        return statement.executeUpdate();
    }

    /** How many of them each drop brought. */
    static Map<Long, Integer> byDrop(Connection c, List<Outcome> sorted) throws SQLException {
        Map<Long, Integer> counts = new HashMap<>();
        long drop = 0;
        long firstOfNext = 0;
        for (Outcome outcome : sorted) {
            long id = outcome.recordId();
            if (id >= firstOfNext) {
                record Chunk(long drop, long end) {}
                Chunk chunk = Db.one(
                                c,
                                "SELECT drop_id, first_id + n FROM chunk WHERE first_id <= ? ORDER BY first_id DESC"
                                        + " LIMIT 1",
                                r -> new Chunk(r.getLong(1), r.getLong(2)),
                                id)
                        .orElseThrow(() -> new LedgerException("Record " + id + " is in no chunk"));
                drop = chunk.drop();
                firstOfNext = chunk.end();
            }
            counts.merge(drop, 1, Integer::sum);
        }
        return counts;
    }
}
