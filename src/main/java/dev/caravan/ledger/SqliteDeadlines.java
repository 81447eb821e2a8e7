package dev.caravan.ledger;

import java.time.Clock;

/** {@link Deadlines} on SQLite. */
final class SqliteDeadlines implements Deadlines {
    private final Db db;
    private final Clock clock;

    SqliteDeadlines(Db db, Clock clock) {
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
                SqliteEvents.insert(
                        c, clock.millis(), EventKind.DEADLINE_PASSED, "batch " + batchId, Events.CARAVAN, body);
            }
            return marked == 1;
        });
    }
}
