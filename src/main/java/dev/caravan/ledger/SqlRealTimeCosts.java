package dev.caravan.ledger;

import dev.caravan.ledger.Budgets.Cap;
import dev.caravan.ledger.Budgets.Room;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** {@link RealTimeCosts} in SQL. */
final class SqlRealTimeCosts implements RealTimeCosts {
    /** Adds what was set aside to the day on which that was, as unknown. */
    private static final String LOST =
            "INSERT INTO realtime_cost (task_id, day, credential, model, calls, tokens_in, tokens_out, micros, unknown,"
                    + " micros_unknown) SELECT task_id, day, credential, model, 0, 0, 0, 0, count(*), sum(micros)"
                    + " FROM realtime_hold WHERE %s GROUP BY task_id, day, credential, model"
                    + " ON CONFLICT (task_id, day, credential, model) DO UPDATE SET unknown = realtime_cost.unknown + excluded.unknown,"
                    + " micros_unknown = realtime_cost.micros_unknown + excluded.micros_unknown";

    /** Nobody waits for it any more. */
    private static final String DEAD = "owner" + NodeRows.NOBODY;

    private static final String ONE_LOST = LOST.replace("%s", "id = ?");
    private static final String ALL_LOST = LOST.replace("%s", DEAD);

    private final Db db;
    private final int owner;
    private final Clock clock;

    SqlRealTimeCosts(Db db, int owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public Reservation reserve(Plan plan) {
        return db.write(c -> {
            long today = BudgetRows.day(clock.millis());
            Cap cap = BudgetRows.caps(c).get(plan.taskId());
            if (cap != null) {
                Touch.budget(c, plan.taskId());
                Room room = BudgetRows.room(c, plan.taskId(), cap, today, 0);
                if (plan.most() > room.left() || room.left() <= 0) {
                    long others = BudgetRows.held(c, plan.taskId(), cap, today);
                    return new NoRoom(cap.perDay(), others > 0 && plan.most() <= room.left() + others);
                }
            }
            return new Reserved(new Hold(Db.number(
                    c,
                    "INSERT INTO realtime_hold (task_id, day, credential, model, micros, owner) VALUES (?, ?, ?, ?, ?, ?)"
                            + " RETURNING id",
                    plan.taskId(),
                    today,
                    plan.credential(),
                    plan.model(),
                    plan.most(),
                    owner)));
        });
    }

    @Override
    public void answered(Hold hold, Calls calls) {
        db.write(c -> {
            Db.update(
                    c,
                    "INSERT INTO realtime_cost (task_id, day, credential, model, calls, tokens_in, tokens_out, micros)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (task_id, day, credential, model) DO UPDATE SET"
                            + " calls = realtime_cost.calls + excluded.calls, tokens_in = realtime_cost.tokens_in + excluded.tokens_in,"
                            + " tokens_out = realtime_cost.tokens_out + excluded.tokens_out, micros = realtime_cost.micros + excluded.micros",
                    calls.taskId(),
                    BudgetRows.day(clock.millis()),
                    calls.credential(),
                    calls.model(),
                    calls.calls(),
                    calls.tokensIn(),
                    calls.tokensOut(),
                    calls.micros());
            return end(c, hold);
        });
    }

    @Override
    public void free(Hold hold) {
        db.write(c -> end(c, hold));
    }

    @Override
    public void unknown(Hold hold) {
        db.write(c -> {
            Db.update(c, ONE_LOST, hold.id());
            return end(c, hold);
        });
    }

    private static int end(Connection c, Hold hold) throws SQLException {
        return Db.update(c, "DELETE FROM realtime_hold WHERE id = ?", hold.id());
    }

    @Override
    public List<Abandoned> abandoned() {
        return db.write(c -> {
            List<Abandoned> abandoned = Db.list(
                    c,
                    "SELECT t.name, count(*), sum(h.micros) FROM realtime_hold h JOIN task t ON t.id = h.task_id WHERE h."
                            + DEAD + "GROUP BY t.name ORDER BY t.name",
                    r -> new Abandoned(r.getString(1), r.getLong(2), r.getLong(3)));
            if (!abandoned.isEmpty()) {
                Db.update(c, ALL_LOST);
                Db.update(c, "DELETE FROM realtime_hold WHERE " + DEAD);
            }
            return abandoned;
        });
    }

    @Override
    public List<Day> since(LocalDate day) {
        return db.read(c -> Db.list(
                c,
                "SELECT day, task_id, credential, model, calls, tokens_in, tokens_out, micros, unknown, micros_unknown"
                        + " FROM realtime_cost WHERE day >= ? ORDER BY day, task_id, credential, model",
                r -> new Day(
                        LocalDate.ofEpochDay(r.getLong(1)),
                        new Calls(
                                r.getInt(2),
                                r.getString(3),
                                r.getString(4),
                                r.getLong(5),
                                r.getLong(6),
                                r.getLong(7),
                                r.getLong(8)),
                        r.getLong(9),
                        r.getLong(10)),
                day.toEpochDay()));
    }
}
