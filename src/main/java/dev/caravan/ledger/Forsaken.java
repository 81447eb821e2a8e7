package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Claims whose end could not be written, because the ledger was full or locked just then. Whoever held them has let go, so
 * the next claim that can be written frees them first. Kept in memory: the claims of an ended process are void anyway.
 */
final class Forsaken<C> {
    private final Set<C> claims = ConcurrentHashMap.newKeySet();
    private final Db db;
    private final Free<C> free;

    /** Ends a claim if it is still the newest of its row. */
    interface Free<C> {
        void run(Connection connection, C claim) throws SQLException;
    }

    Forsaken(Db db, Free<C> free) {
        this.db = db;
        this.free = free;
    }

    void add(C claim) {
        claims.add(claim);
    }

    /** Frees what is forsaken and does the work, in one transaction. */
    <T> T freeThen(Db.Work<T> work) {
        List<C> now = List.copyOf(claims);
        T result = db.write(c -> {
            for (C claim : now) {
                free.run(c, claim);
            }
            return work.run(c);
        });
        now.forEach(claims::remove);
        return result;
    }
}
