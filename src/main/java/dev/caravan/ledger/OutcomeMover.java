package dev.caravan.ledger;

import dev.caravan.ledger.Collection.Moved;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.Usage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moves members to their outcomes: looks a block up, decides in Java, writes the block back in one statement. */
final class OutcomeMover {
    private static final int BLOCK = 200;

    private final Connection c;
    private final long batchId;
    private final boolean late;
    private final DropCounters counters = new DropCounters();
    private final TodoWriter todo;
    private int ok;
    private int invalid;
    private int error;
    private int missing;
    private long cost;
    private long overspend;
    private int moved;
    private int surplus;

    OutcomeMover(Connection c, long batchId, long now) {
        this(c, batchId, now, false);
    }

    private OutcomeMover(Connection c, long batchId, long now, boolean late) {
        this.c = c;
        this.batchId = batchId;
        this.late = late;
        this.todo = new TodoWriter(c, now);
    }

    /** For lines that come after the batch is final: they are counted and move nothing. */
    static OutcomeMover late(Connection c, long batchId) {
        return new OutcomeMover(c, batchId, 0, true);
    }

    /**
     * Moves those that are plain without a look at their rows.
     *
     * @param sorted by record
     * @return empty if some were not plain: the transaction is to be given up then, and all of them looked at
     */
    Optional<Moved> applyPlain(List<Outcome> sorted) throws SQLException {
        List<Outcome> plain = new ArrayList<>(sorted.size());
        List<Outcome> others = new ArrayList<>();
        for (Outcome outcome : sorted) {
            (PlainOutcomes.mayBe(outcome) ? plain : others).add(outcome);
        }
        if (PlainOutcomes.move(c, batchId, plain) != plain.size()) {
            return Optional.empty();
        }
        PlainOutcomes.byDrop(c, plain)
                .forEach((drop, n) -> counters.move(drop, RecordState.SUBMITTED, RecordState.COMPLETED, n));
        ok += plain.size();
        moved += plain.size();
        for (Outcome outcome : plain) {
            cost += outcome.usage().costMicros();
        }
        return Optional.of(apply(others));
    }

    Moved apply(List<Outcome> sorted) throws SQLException {
        for (int from = 0; from < sorted.size(); from += BLOCK) {
            block(sorted.subList(from, Math.min(from + BLOCK, sorted.size())));
        }
        counters.store(c);
        Db.update(
                c,
                "UPDATE batch SET n_ok = n_ok + ?, n_invalid = n_invalid + ?, n_error = n_error + ?,"
                        + " n_missing = n_missing + ?, n_surplus = n_surplus + ?, cost = cost + ?,"
                        + " overspend = overspend + ? WHERE id = ?",
                ok,
                invalid,
                error,
                missing,
                surplus,
                cost,
                overspend,
                batchId);
        return new Moved(moved, surplus);
    }

    private void block(List<Outcome> outcomes) throws SQLException {
        Map<Long, Standing> standings = standings(outcomes);
        Map<Long, Move> moves = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            Standing standing = standings.get(outcome.recordId());
            if (late || standing == null || !standing.belongs(outcome, batchId)) {
                surplus(outcome.recordId(), outcome.attempt(), outcome.code(), outcome.at(), outcome.usage());
            } else if (standing.awaits(outcome)) {
                Move move = decide(standing.shown(outcome), standing);
                moves.put(outcome.recordId(), move);
                standings.put(outcome.recordId(), standing.after(move));
            } else if (!standing.at().equals(outcome.at())) {
                surplus(outcome.recordId(), outcome.attempt(), outcome.code(), outcome.at(), outcome.usage());
            }
        }
        todo.flush();
        write(List.copyOf(moves.values()));
    }

    private Move decide(Outcome outcome, Standing standing) throws SQLException {
        int tries = standing.tries() + (outcome.byRecord() ? 1 : 0);
        boolean spent = outcome.byRecord() && outcome.reviewAt() > 0 && tries >= outcome.reviewAt();
        RecordState to = standing.stale() ? RecordState.SUPERSEDED : outcome.state();
        if (standing.state() != RecordState.SUBMITTED) {
            replace(outcome, standing);
        }
        count(outcome.state(), 1);
        cost += outcome.usage().costMicros();
        counters.move(standing.dropId(), standing.state(), to, 1);
        todo.put(outcome, standing.taskId(), standing.state(), to, spent);
        moved++;
        return new Move(outcome, to, tries);
    }

    /** The line that failed is counted no more and becomes surplus; a missing one has no line. */
    private void replace(Outcome outcome, Standing standing) throws SQLException {
        if (RestMover.hasNoLine(standing.code())) {
            missing--;
            return;
        }
        count(standing.state(), -1);
        // Its cost is counted once more when the line is stored as surplus.
        cost -= standing.usage().costMicros();
        surplus(outcome.recordId(), outcome.attempt(), standing.code(), standing.at(), standing.usage());
    }

    private void count(RecordState state, int n) {
        switch (state) {
            case COMPLETED, REVIEW_REQUIRED -> ok += n;
            case INVALID_OUTPUT -> invalid += n;
            case PROVIDER_ERROR -> error += n;
            default -> throw new LedgerException("The outcome of a record can't be " + state);
        }
    }

    private void surplus(long recordId, int attempt, String code, ResultAt at, Usage usage) throws SQLException {
        int stored = Db.update(
                c,
                "INSERT INTO surplus (batch_id, record_id, attempt, code, res_file, res_pos, cost_u)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                batchId,
                recordId,
                attempt,
                code,
                at.file(),
                at.offset(),
                usage.costMicros());
        surplus += stored;
        cost += stored * usage.costMicros();
        overspend += stored * usage.costMicros();
    }

    private Map<Long, Standing> standings(List<Outcome> outcomes) throws SQLException {
        Map<Long, Standing> byId = new HashMap<>();
        String ids = "?,".repeat(outcomes.size() - 1) + "?";
        try (PreparedStatement statement = c.prepareStatement("SELECT id, drop_id, task_id, state, batch_id, attempt,"
                + " tries, stale, res_file, res_pos, coalesce(code, ''), tok_in, tok_cached, tok_out, tok_reason, cost_u, "
                + Standing.AFTER_PERSON + " FROM record WHERE id IN (" + ids + ")")) {
            for (int i = 0; i < outcomes.size(); i++) {
                statement.setLong(i + 1, outcomes.get(i).recordId());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    byId.put(rows.getLong(1), Standing.of(rows));
                }
            }
        }
        return byId;
    }

    private void write(List<Move> moves) throws SQLException {
        if (moves.isEmpty()) {
            return;
        }
        String sql = "UPDATE record SET state = v.column2, code = v.column3, tries = v.column4, res_file = v.column5,"
                + " res_pos = v.column6, tok_in = v.column7, tok_cached = v.column8, tok_out = v.column9,"
                + " tok_reason = v.column10, cost_u = v.column11 FROM (VALUES " + Db.values(moves.size(), 11)
                + ") v WHERE id = v.column1";
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            int i = 1;
            for (Move move : moves) {
                Outcome outcome = move.outcome();
                statement.setLong(i++, outcome.recordId());
                statement.setInt(i++, move.to().code());
                statement.setString(i++, outcome.code());
                statement.setInt(i++, move.tries());
                statement.setInt(i++, outcome.at().file());
                statement.setLong(i++, outcome.at().offset());
                statement.setInt(i++, outcome.usage().in());
                statement.setInt(i++, outcome.usage().cached());
                statement.setInt(i++, outcome.usage().out());
                statement.setInt(i++, outcome.usage().reasoning());
                statement.setLong(i++, outcome.usage().costMicros());
            }
            statement.executeUpdate();
        }
    }

    record Move(Outcome outcome, RecordState to, int tries) {}
}
