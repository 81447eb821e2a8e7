package dev.caravan.ledger;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@link Duties} in SQL. */
final class SqlDuties implements Duties {
    private final Db db;
    private final int owner;
    /** What this node has: nobody can take it away while it lives, and when it does not, all of its writes say so. */
    private final Set<String> mine = ConcurrentHashMap.newKeySet();

    SqlDuties(Db db, int owner) {
        this.db = db;
        this.owner = owner;
    }

    @Override
    public boolean take(String duty) {
        if (mine.contains(duty)) {
            return true;
        }
        int rows = db.write(c -> Db.update(
                c,
                "INSERT INTO duty (name, owner) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET owner = excluded.owner"
                        + " WHERE duty.owner = excluded.owner OR duty.owner" + NodeRows.NOBODY,
                duty,
                owner));
        if (rows == 1) {
            mine.add(duty);
        }
        return rows == 1;
    }

    @Override
    public boolean isHeld(String duty) {
        return db.read(c -> Db.one(
                        c,
                        "SELECT 1 FROM duty WHERE name = ? AND owner IN (SELECT id FROM node WHERE dead = 0)",
                        r -> true,
                        duty)
                .isPresent());
    }

    @Override
    public void end(String duty) {
        if (mine.contains(duty)) {
            db.write(c -> Db.update(c, "DELETE FROM duty WHERE name = ? AND owner = ?", duty, owner));
            mine.remove(duty);
        }
    }
}
