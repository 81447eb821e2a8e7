package dev.caravan.ledger;

import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link Canaries} in SQL. */
final class SqlCanaries implements Canaries {
    private final Db db;
    private final Clock clock;
    private final CodedHolds holds;

    SqlCanaries(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
        this.holds = new CodedHolds(CODE, clock);
    }

    @Override
    public Optional<Verdict> verdict(int taskId, int recipeId) {
        return db.read(c -> Db.one(
                        c,
                        "SELECT state FROM canary WHERE task_id = ? AND recipe_id = ?",
                        r -> r.getInt(1),
                        taskId,
                        recipeId))
                .flatMap(code -> Stream.of(Verdict.values())
                        .filter(verdict -> verdict.code() == code)
                        .findFirst());
    }

    @Override
    public Progress progress(int taskId, int recipeId) {
        return db.read(c -> Db.one(
                        c,
                        "SELECT coalesce(sum(CASE WHEN state = 7 THEN n_ok + n_invalid END), 0),"
                                + " coalesce(sum(CASE WHEN state = 7 THEN n_invalid END), 0),"
                                + " coalesce(sum(CASE WHEN state < 7 THEN 1 END), 0)"
                                + " FROM batch WHERE task_id = ? AND recipe_id = ?",
                        r -> new Progress(r.getLong(1), r.getLong(2), r.getInt(3)),
                        taskId,
                        recipeId))
                .orElseThrow();
    }

    @Override
    public boolean decide(int taskId, int recipeId, Verdict verdict, Progress seen, String body) {
        return db.write(c -> {
            int rows = Db.update(
                    c,
                    "INSERT INTO canary (task_id, recipe_id, state, judged, invalid, decided_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    taskId,
                    recipeId,
                    verdict.code(),
                    seen.judged(),
                    seen.invalid(),
                    clock.millis());
            if (rows == 1 && verdict == Verdict.FAILED) {
                String task = Db.one(c, "SELECT name FROM task WHERE id = ?", r -> r.getString(1), taskId)
                        .orElseThrow();
                SqlEvents.insert(c, clock.millis(), EventKind.CANARY_FAILED, "task " + task, Events.CARAVAN, body);
            }
            return rows == 1;
        });
    }

    @Override
    public int waive(int taskId) {
        return db.write(c -> Db.update(
                c,
                "UPDATE canary SET state = ? WHERE task_id = ? AND state = ?",
                Verdict.WAIVED.code(),
                taskId,
                Verdict.FAILED.code()));
    }

    @Override
    public int waiveAll() {
        return db.write(c -> Db.update(
                c, "UPDATE canary SET state = ? WHERE state = ?", Verdict.WAIVED.code(), Verdict.FAILED.code()));
    }

    @Override
    public int hold(int taskId, String detail, int limit) {
        return db.write(c -> holds.hold(c, taskId, detail, limit));
    }

    @Override
    public int release(int taskId, int limit) {
        return db.write(c -> holds.release(c, taskId, limit));
    }
}
