package dev.caravan.ledger;

import dev.caravan.ledger.Collection.Moved;
import dev.caravan.ledger.Collection.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Moves members to their outcomes: looks a block up, decides in Java, writes the block back in one statement. */
final class OutcomeMover {
    private static final int BLOCK = 200;

    private final Connection c;
    private final long batchId;
    private final DropCounters counters = new DropCounters();
    private final TodoWriter todo;
    private int ok;
    private int invalid;
    private int error;
    private long cost;
    private int moved;
    private int surplus;

    OutcomeMover(Connection c, long batchId) {
        this.c = c;
        this.batchId = batchId;
        this.todo = new TodoWriter(c);
    }

    Moved apply(List<Outcome> sorted) throws SQLException {
        for (int from = 0; from < sorted.size(); from += BLOCK) {
            block(sorted.subList(from, Math.min(from + BLOCK, sorted.size())));
        }
        counters.store(c);
        Db.update(
                c,
                "UPDATE batch SET n_ok = n_ok + ?, n_invalid = n_invalid + ?, n_error = n_error + ?,"
                        + " n_surplus = n_surplus + ?, cost = cost + ? WHERE id = ?",
                ok,
                invalid,
                error,
                surplus,
                cost,
                batchId);
        return new Moved(moved, surplus);
    }

    private void block(List<Outcome> outcomes) throws SQLException {
        Map<Long, Standing> standings = standings(outcomes);
        List<Move> moves = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            Standing standing = standings.get(outcome.recordId());
            if (standing == null || !standing.awaits(outcome, batchId)) {
                if (standing == null || !standing.has(outcome, batchId)) {
                    surplus(outcome);
                }
            } else {
                moves.add(decide(outcome, standing));
            }
        }
        write(moves);
    }

    private Move decide(Outcome outcome, Standing standing) throws SQLException {
        int tries = standing.tries() + (outcome.byRecord() ? 1 : 0);
        RecordState to = outcome.state();
        if (standing.stale()) {
            to = RecordState.SUPERSEDED;
        } else if (outcome.byRecord() && outcome.reviewAt() > 0 && tries >= outcome.reviewAt()) {
            to = RecordState.REVIEW_REQUIRED;
        }
        count(standing.state(), -1);
        count(outcome.state(), 1);
        cost += outcome.usage().costMicros();
        counters.move(standing.dropId(), standing.state(), to, 1);
        todo.put(outcome, standing.taskId(), standing.state(), to);
        moved++;
        return new Move(outcome, to, tries);
    }

    private void count(RecordState state, int n) {
        switch (state) {
            case COMPLETED, REVIEW_REQUIRED -> ok += n;
            case INVALID_OUTPUT -> invalid += n;
            case PROVIDER_ERROR -> error += n;
            default -> {}
        }
    }

    private void surplus(Outcome outcome) throws SQLException {
        int stored = Db.update(
                c,
                "INSERT INTO surplus (batch_id, record_id, attempt, code, res_file, res_pos, cost_u)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                batchId,
                outcome.recordId(),
                outcome.attempt(),
                outcome.code(),
                outcome.at().file(),
                outcome.at().offset(),
                outcome.usage().costMicros());
        surplus += stored;
    }

    private Map<Long, Standing> standings(List<Outcome> outcomes) throws SQLException {
        Map<Long, Standing> byId = new HashMap<>();
        String ids = "?,".repeat(outcomes.size() - 1) + "?";
        try (PreparedStatement statement = c.prepareStatement("SELECT id, drop_id, task_id, state, batch_id, attempt,"
                + " tries, stale, res_file, res_pos FROM record WHERE id IN (" + ids + ")")) {
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

    private record Move(Outcome outcome, RecordState to, int tries) {}

    /** A member as it stands before the outcome. */
    private record Standing(
            long dropId,
            int taskId,
            RecordState state,
            long batchId,
            int attempt,
            int tries,
            boolean stale,
            int file,
            long offset) {

        static Standing of(ResultSet r) throws SQLException {
            return new Standing(
                    r.getLong(2),
                    r.getInt(3),
                    LegalMoves.recordState(r.getInt(4)),
                    r.getLong(5),
                    r.getInt(6),
                    r.getInt(7),
                    r.getInt(8) == 1,
                    r.getInt(9),
                    r.getLong(10));
        }

        /** Submitted, or failed in this very attempt while a success has come too. */
        boolean awaits(Outcome outcome, long batch) {
            if (batchId != batch || attempt != outcome.attempt()) {
                return false;
            }
            boolean failed = state == RecordState.PROVIDER_ERROR || state == RecordState.INVALID_OUTPUT;
            return state == RecordState.SUBMITTED || (failed && outcome.state() == RecordState.COMPLETED);
        }

        /** The same line, read again after a crash. */
        boolean has(Outcome outcome, long batch) {
            return batchId == batch
                    && attempt == outcome.attempt()
                    && file == outcome.at().file()
                    && offset == outcome.at().offset();
        }
    }
}
