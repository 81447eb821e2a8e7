package dev.caravan.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the file of a ledger before anything is done with it. */
final class LedgerHealth {
    /** Read in about a second. */
    private static final long ALWAYS = 64L << 20;
    /** Read in some twenty seconds, which is well spent where the last process did not end by itself. */
    private static final long AFTER_A_CRASH = 1L << 30;

    private static final int MOST = 3;

    private LedgerHealth() {}

    /**
     * Reads the whole file if that does not take long, or if the last process died and that takes bearably long.
     *
     * @throws LedgerNotOpenException if it is damaged, or no ledger at all
     */
    static void check(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return;
        }
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        boolean crashed = Files.exists(log) && Files.size(log) > 0;
        if (Files.size(file) > (crashed ? AFTER_A_CRASH : ALWAYS)) {
            return;
        }
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath())) {
            List<String> found = Db.list(c, "PRAGMA quick_check(" + MOST + ")", r -> r.getString(1));
            if (!found.equals(List.of("ok"))) {
                throw damaged(file, String.join("; ", found), null);
            }
        } catch (SQLException e) {
            throw notOpen(file, e);
        }
    }

    /** Why it could not be opened, for an operator. */
    static LedgerNotOpenException notOpen(Path file, Throwable e) {
        String why = String.valueOf(e.getMessage()).strip();
        if (why.contains("SQLITE_CORRUPT") || why.contains("SQLITE_NOTADB")) {
            return damaged(file, why, e);
        }
        if (why.contains("SQLITE_READONLY") || why.contains("SQLITE_CANTOPEN") || why.contains("SQLITE_PERM")) {
            return new LedgerNotOpenException(
                    "The ledger " + file + " may not be read and written (" + why
                            + "). Nothing was started. Look at the"
                            + " owner and the permissions of the file and its folder, and whether the disk is mounted"
                            + " read-only",
                    e);
        }
        if (why.contains("SQLITE_BUSY")) {
            return new LedgerNotOpenException(
                    "Another process has the ledger " + file
                            + " locked, such as a backup or a sqlite3 shell with an open"
                            + " transaction. Nothing was started. Let it end, then start again",
                    e);
        }
        return new LedgerNotOpenException("The ledger " + file + " could not be opened: " + why, e);
    }

    private static LedgerNotOpenException damaged(Path file, String what, @Nullable Throwable e) {
        return new LedgerNotOpenException(
                "The ledger " + file + " is damaged: " + what.replaceAll("\\s*\\R\\s*", " ")
                        + ". Nothing was started and nothing was sent. Keep this file for a look, put the newest good copy in"
                        + " its place (nothing else beside it: no -wal, no -shm) and leave the spool as it is: the start"
                        + " finds in the spool what the copy does not know (docs/operations/storage.md, \"Putting a ledger back"
                        + " from a backup\")",
                e);
    }
}
