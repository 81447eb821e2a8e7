package dev.caravan.ledger;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** {@link RealTimeCosts} on SQLite. */
final class SqliteRealTimeCosts implements RealTimeCosts {
    private final Db db;
    private final Clock clock;

    SqliteRealTimeCosts(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public void add(Calls calls) {
        db.write(c -> Db.update(
                c,
                "INSERT INTO realtime_cost (task_id, day, credential, model, calls, tokens_in, tokens_out, micros)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (task_id, day, credential, model) DO UPDATE SET"
                        + " calls = calls + excluded.calls, tokens_in = tokens_in + excluded.tokens_in,"
                        + " tokens_out = tokens_out + excluded.tokens_out, micros = micros + excluded.micros",
                calls.taskId(),
                BudgetRows.day(clock.millis()),
                calls.credential(),
                calls.model(),
                calls.calls(),
                calls.tokensIn(),
                calls.tokensOut(),
                calls.micros()));
    }

    @Override
    public List<Day> since(LocalDate day) {
        return db.read(c -> Db.list(
                c,
                "SELECT day, task_id, credential, model, calls, tokens_in, tokens_out, micros FROM realtime_cost"
                        + " WHERE day >= ? ORDER BY day, task_id, credential, model",
                r -> new Day(
                        LocalDate.ofEpochDay(r.getLong(1)),
                        new Calls(
                                r.getInt(2),
                                r.getString(3),
                                r.getString(4),
                                r.getLong(5),
                                r.getLong(6),
                                r.getLong(7),
                                r.getLong(8))),
                day.toEpochDay()));
    }
}
