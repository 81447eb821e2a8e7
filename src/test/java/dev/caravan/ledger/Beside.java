package dev.caravan.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;

/** A second node on a ledger in SQLite: only a test can have one, because the process lock keeps other processes off. */
public final class Beside {
    private Beside() {}

    public static Ledger join(Path file, Clock clock) {
        try {
            ProcessLock lock =
                    ProcessLock.take(file.resolveSibling("beside-" + System.nanoTime() + ".lock"), "is here");
            return new SqlLedger(SqliteDb.open(file), lock, Migrations.sqlite().newest(), clock);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
