package dev.caravan.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** {@link Deadlines} in SQL. */
final class SqlDeadlines implements Deadlines {
    private final Db db;
    private final Clock clock;

    SqlDeadlines(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public boolean passed(long batchId, String body, Then then, int recipeId) {
        return db.write(c -> {
            int marked = Db.update(
                    c,
                    "UPDATE batch SET late = 1, cancel = max(cancel, ?), moved_to = ? WHERE id = ? AND late = 0 AND state < 7",
                    then == Then.CANCEL ? 1 : 0,
                    then == Then.MOVE ? recipeId : 0,
                    batchId);
            if (marked == 1) {
                SqlEvents.insert(
                        c, clock.millis(), EventKind.DEADLINE_PASSED, "batch " + batchId, Events.CARAVAN, body);
            }
            return marked == 1;
        });
    }

    @Override
    public Optional<Duration> usualTime(int taskId) {
        return db.read(c -> Db.one(
                c,
                "SELECT avg(collected_at - submitted_at) FROM (SELECT collected_at, submitted_at FROM batch"
                        + " WHERE task_id = ? AND collected_at IS NOT NULL AND submitted_at IS NOT NULL"
                        + " ORDER BY id DESC LIMIT 20) x HAVING count(*) > 0",
                r -> Duration.ofMillis(r.getLong(1)),
                taskId));
    }

    @Override
    public boolean moved(long batchId) {
        // A part of a part, where a file was refused: the deadline passed at the root of its root.
        return db.read(c -> Db.one(
                        c,
                        "WITH RECURSIVE origin (id, recipe_id) AS ("
                                + "SELECT p.root, b.recipe_id FROM batch b JOIN part p ON p.id = b.part WHERE b.id = ?"
                                + " UNION SELECT p.root, o.recipe_id FROM origin o JOIN batch b ON b.id = o.id"
                                + " JOIN part p ON p.id = b.part)"
                                + " SELECT 1 FROM origin o JOIN batch b ON b.id = o.id WHERE b.moved_to = o.recipe_id LIMIT 1",
                        r -> 1,
                        batchId)
                .isPresent());
    }
}
