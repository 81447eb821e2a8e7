package dev.caravan.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import org.flywaydb.core.api.FlywayException;

/**
 * The ledger in one SQLite file: WAL, {@code synchronous=FULL}, one writer. One process at a time: a lock file beside it
 * says so.
 */
public final class SqliteLedger {
    private SqliteLedger() {}

    /**
     * Opens the ledger, making or migrating it first.
     *
     * @throws LedgerException if another process has it open (the message names the lock file), it is damaged, needs a newer
     *     Caravan, or can't be opened
     */
    public static Ledger open(Path file, Clock clock) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ProcessLock lock =
                    ProcessLock.take(file.resolveSibling(file.getFileName() + ".lock"), "has this ledger open");
            try {
                LedgerHealth.check(file);
                Migrations migrations = Migrations.sqlite();
                migrations.migrate(file);
                return open(SqliteDb.open(file), lock, migrations.newest(), clock);
            } catch (SQLException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (LedgerNotOpenException e) {
            throw e;
        } catch (LedgerUnavailableException e) {
            throw LedgerHealth.notOpen(file, e.getCause() == null ? e : e.getCause());
        } catch (LedgerException e) {
            throw new LedgerNotOpenException(String.valueOf(e.getMessage()), e);
        } catch (IOException | SQLException | FlywayException e) {
            throw LedgerHealth.notOpen(file, e);
        }
    }

    private static Ledger open(Db db, ProcessLock lock, int knows, Clock clock) {
        try {
            // The lock says that nobody else has it.
            db.write(c -> NodeRows.buryAll(c, clock.millis()));
            return new SqlLedger(db, lock, knows, clock);
        } catch (RuntimeException e) {
            db.close();
            throw e;
        }
    }
}
