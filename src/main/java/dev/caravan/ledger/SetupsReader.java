package dev.caravan.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** Reads the entries of {@link Setups} beside the process that has the ledger open, or before one opens it. */
public final class SetupsReader {
    private SetupsReader() {}

    static List<Setups.Entry> read(PostgresSettings settings) {
        try (Connection c = PostgresLedger.connect(settings)) {
            boolean known = Db.one(c, "SELECT to_regclass('setup') IS NOT NULL", r -> r.getBoolean(1))
                    .orElse(false);
            return known ? SqlSetups.list(c) : List.of();
        } catch (SQLException e) {
            throw new LedgerException(
                    new PostgresErrors(settings).explain("What was set up over HTTP can't be read from the ledger", e),
                    e);
        }
    }

    /**
     * What is kept in the ledger of a data folder; nothing where there is no ledger, or one of before there were any.
     *
     * @throws LedgerException if it can't be read
     */
    public static List<Setups.Entry> read(Path data) {
        Path file = data.resolve("ledger").resolve("caravan.db");
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(5000);
        String url = "jdbc:sqlite:" + file.toAbsolutePath();
        try (Connection c = DriverManager.getConnection(url, config.toProperties())) {
            boolean known =
                    Db.number(c, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'setup'") == 1;
            return known ? SqlSetups.list(c) : List.of();
        } catch (SQLException e) {
            throw new LedgerException(
                    "What was set up over HTTP can't be read from the ledger " + file + ": " + e.getMessage(), e);
        }
    }
}
