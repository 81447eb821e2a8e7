package dev.caravan.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;

/** A second node on a ledger in SQLite: only a test can have one, because the process lock keeps other processes off. */
public final class Beside {
    private Beside() {}

    public static Ledger join(Path file, Clock clock) {
        String url = "jdbc:sqlite:" + file.toAbsolutePath();
        try {
            ProcessLock lock = ProcessLock.take(file.resolveSibling("beside-" + System.nanoTime() + ".lock"));
            Db db = new Db(
                    SqliteLedger.connect(url),
                    SqliteLedger.connect(url),
                    SqliteLedger.connect(url),
                    new LedgerFile(file));
            return new SqliteLedger(db, lock, clock);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
