package dev.caravan.ledger;

import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.Usage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.postgresql.PGConnection;

/**
 * Moves what nearly all result lines are: first answers that are valid, of records without a past. No row is read for that;
 * the statement says what it expects of each, and whether it found all of them so. Used within one transaction, which is
 * to be given up where it did not: then {@link OutcomeMover} looks at each.
 */
final class PlainOutcomes {
    private static final int BLOCK = 250;
    private static final int MOST = 5_000;
    private static final int COLUMNS = 7;
    private static final String MOVE = "UPDATE record SET state = 3, code = ?, res_file = ?, res_pos = v.column2,"
            + " tok_in = v.column3, tok_cached = v.column4, tok_out = v.column5, tok_reason = v.column6,"
            + " cost_u = v.column7 FROM (VALUES %s) v WHERE id = v.column1 AND state = 2 AND batch_id = ?"
            + " AND attempt = ? AND stale = 0 AND person = 0 AND prev_id IS NULL";

    /** A value for each column instead of thousands, and the rows named by their places, in whose order there is no choice. */
    private static final String MOVE_BY_ARRAYS = "UPDATE record AS r SET state = 3, code = ?, res_file = ?,"
            + " res_pos = z.pos, tok_in = z.tok_in, tok_cached = z.tok_cached, tok_out = z.tok_out,"
            + " tok_reason = z.tok_reason, cost_u = z.cost FROM (SELECT x.place, v.* FROM unnest(?::bigint[], ?::bigint[],"
            + " ?::integer[], ?::integer[], ?::integer[], ?::integer[], ?::bigint[]) AS v (id, pos, tok_in, tok_cached,"
            + " tok_out, tok_reason, cost) JOIN LATERAL (SELECT y.ctid AS place FROM record y WHERE y.id = v.id"
            + " AND y.state = 2 AND y.batch_id = ? AND y.attempt = ? AND y.stale = 0 AND y.person = 0"
            + " AND y.prev_id IS NULL OFFSET 0) x ON true OFFSET 0) z WHERE r.ctid = z.place";

    private final Connection c;
    private final long batchId;
    private final boolean arrays;
    private final Map<Integer, PreparedStatement> statements = new HashMap<>();

    private PlainOutcomes(Connection c, long batchId) throws SQLException {
        this.c = c;
        this.batchId = batchId;
        this.arrays = PostgresDb.isBehind(c);
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
                List<Outcome> block = sorted.subList(from, end);
                moved += plain.arrays ? plain.byArrays(block) : plain.block(block);
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
        int most = arrays ? MOST : BLOCK;
        int end = from + 1;
        while (end < sorted.size() && end - from < most && isLike(first, sorted.get(end))) {
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

    private int byArrays(List<Outcome> outcomes) throws SQLException {
        Outcome first = outcomes.get(0);
        PGConnection connection = c.unwrap(PGConnection.class);
        try (PreparedStatement statement = c.prepareStatement(MOVE_BY_ARRAYS)) {
            int i = 1;
            statement.setString(i++, first.code());
            statement.setInt(i++, first.at().file());
            statement.setArray(i++, connection.createArrayOf("int8", longs(outcomes, Outcome::recordId)));
            statement.setArray(
                    i++,
                    connection.createArrayOf(
                            "int8", longs(outcomes, one -> one.at().offset())));
            statement.setArray(i++, connection.createArrayOf("int4", ints(outcomes, Usage::in)));
            statement.setArray(i++, connection.createArrayOf("int4", ints(outcomes, Usage::cached)));
            statement.setArray(i++, connection.createArrayOf("int4", ints(outcomes, Usage::out)));
            statement.setArray(i++, connection.createArrayOf("int4", ints(outcomes, Usage::reasoning)));
            statement.setArray(
                    i++,
                    connection.createArrayOf(
                            "int8", longs(outcomes, one -> one.usage().costMicros())));
            statement.setLong(i++, batchId);
            statement.setInt(i, first.attempt());
            return statement.executeUpdate();
        }
    }

    private static long[] longs(List<Outcome> outcomes, ToLongFunction<Outcome> column) {
        return outcomes.stream().mapToLong(column).toArray();
    }

    private static int[] ints(List<Outcome> outcomes, ToIntFunction<Usage> column) {
        return outcomes.stream().map(Outcome::usage).mapToInt(column).toArray();
    }

    /** How many of them each drop brought. */
    static Map<Long, Integer> byDrop(Connection c, List<Outcome> sorted) throws SQLException {
        var records = new ByDrop(c);
        for (Outcome outcome : sorted) {
            records.add(outcome.recordId(), outcome.recordId() + 1);
        }
        return records.counts();
    }
}
