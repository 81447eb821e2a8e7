package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Budgets} in SQL. */
final class SqlBudgets implements Budgets {
    static final String CODE = "budget";

    private final Db db;
    private final Owner owner;
    private final Clock clock;
    private final BatchClaims claims;
    private final CodedHolds holds;

    SqlBudgets(Db db, Owner owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
        this.claims = new BatchClaims(owner, clock);
        this.holds = new CodedHolds(CODE, clock);
    }

    @Override
    public void set(int taskId, @Nullable Cap cap) {
        Optional<Cap> before =
                db.read(c -> Optional.ofNullable(BudgetRows.caps(c).get(taskId)));
        if (before.equals(Optional.ofNullable(cap))) {
            return;
        }
        db.write(c -> {
            Db.update(c, "DELETE FROM budget WHERE task_id = ?", taskId);
            return cap == null
                    ? 0
                    : Db.update(
                            c,
                            "INSERT INTO budget (task_id, micros, per_day) VALUES (?, ?, ?)",
                            taskId,
                            cap.micros(),
                            cap.perDay() ? 1 : 0);
        });
    }

    @Override
    public Optional<Room> room(int taskId) {
        return db.read(c -> {
            Cap cap = BudgetRows.caps(c).get(taskId);
            return cap == null ? Optional.empty() : Optional.of(BudgetRows.room(c, taskId, cap, today(), 0));
        });
    }

    @Override
    public List<Batches.Claim> claimTooDear() {
        List<Long> ids = db.read(this::tooDear);
        return ids.isEmpty() ? List.of() : db.write(c -> claims.take(c, tooDear(c)));
    }

    private List<Long> tooDear(Connection c) throws SQLException {
        List<Long> ids = new ArrayList<>();
        for (Map.Entry<Integer, Cap> entry : BudgetRows.caps(c).entrySet()) {
            Room room = BudgetRows.room(c, entry.getKey(), entry.getValue(), today(), 0);
            if (room.reserved() == 0 && room.assembled() > 0) {
                ids.addAll(Db.list(
                        c,
                        "SELECT id FROM batch WHERE state = 2 AND state < 7 AND task_id = ? AND cost_est > ?"
                                + " AND owner" + NodeRows.NOBODY + "ORDER BY id",
                        r -> r.getLong(1),
                        entry.getKey(),
                        room.cap().micros() - room.spent()));
            }
        }
        return ids;
    }

    @Override
    public boolean tell(int taskId) {
        return db.write(c -> Db.update(
                        c,
                        "UPDATE budget SET told_day = ? WHERE task_id = ? AND coalesce(told_day, -1) <> ?",
                        today(),
                        taskId,
                        today()))
                == 1;
    }

    @Override
    public void rest(int taskId) {
        db.write(c -> Db.update(c, "UPDATE budget SET rests_day = ? WHERE task_id = ?", today(), taskId));
    }

    @Override
    public int hold(int taskId, String detail, int limit) {
        return db.write(c -> holds.hold(c, taskId, detail, limit));
    }

    @Override
    public int release(int taskId, int limit) {
        return db.write(c -> holds.release(c, taskId, limit));
    }

    @Override
    public List<Resting> resting() {
        return db.read(c -> Db.list(
                c,
                "SELECT g.task_id, sum(q.n) FROM budget g JOIN \"drop\" d ON d.task_id = g.task_id"
                        + " JOIN drop_count q ON q.drop_id = d.id AND q.state = 1 AND q.n > 0"
                        + " WHERE g.rests_day = ? GROUP BY g.task_id",
                r -> new Resting(r.getInt(1), r.getLong(2)),
                today()));
    }

    private long today() {
        return BudgetRows.day(clock.millis());
    }
}
