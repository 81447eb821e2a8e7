package dev.caravan.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files that the connections have open. Notices when they are deleted, moved away, replaced, or written over by an
 * older copy: what is written then would be lost, and what was submitted would be submitted again.
 */
final class LedgerFile {
    private final Path file;
    private final Path log;
    private volatile boolean open;
    private @Nullable Object fileKey;
    private @Nullable Object logKey;
    /** -1 where the file alone does not tell who opened the ledger last. */
    private long owner = -1;

    private @Nullable State lastSeen;
    private volatile @Nullable String gone;

    private record State(long size, FileTime changed) {}

    LedgerFile(Path file) {
        this.file = file.toAbsolutePath();
        this.log = this.file.resolveSibling(file.getFileName() + "-wal");
    }

    /** The writer has written who it is; from now on the files are watched. */
    void opened(Connection writer, long asOwner) throws SQLException {
        owner = Db.number(writer, "PRAGMA wal_checkpoint(TRUNCATE)") == 0 ? asOwner : -1;
        try {
            fileKey = attributes(file).fileKey();
            logKey = attributes(log).fileKey();
        } catch (IOException e) {
            throw new SQLException("Its files can't be looked at: " + e, e);
        }
        written();
        open = true;
    }

    boolean isGone() {
        return gone != null;
    }

    /** @throws LedgerGoneException if the ledger is not there any more, from then on always */
    void check() {
        if (gone == null && open) {
            gone = whyGone();
        }
        if (gone != null) {
            throw new LedgerGoneException(gone);
        }
    }

    private @Nullable String whyGone() {
        try {
            if (Objects.equals(attributes(file).fileKey(), fileKey)
                    && Objects.equals(attributes(log).fileKey(), logKey)) {
                return null;
            }
            return sentence("was replaced");
        } catch (NoSuchFileException e) {
            return sentence("was deleted or moved away");
        } catch (IOException e) {
            throw new LedgerUnavailableException("The ledger " + file + " can't be looked at: " + e, e);
        }
    }

    /** As {@link #check()}, before a write: nobody else may have written over the file. Only with the turn to write. */
    void checkContent() throws SQLException {
        check();
        if (owner < 0 || Objects.equals(lastSeen, state())) {
            return;
        }
        // Another process may have brought home what is in the log; then our row is still there.
        String url = "jdbc:sqlite:" + file.toUri() + "?immutable=1";
        try (Connection fresh = DriverManager.getConnection(url)) {
            if (Db.number(fresh, "SELECT owner FROM ledger WHERE id = 1") < owner) {
                gone = sentence("was written over with an older copy");
                check();
            }
        }
        written();
    }

    /** After a write, with the turn to write. */
    void written() {
        lastSeen = owner < 0 ? null : state();
    }

    private @Nullable State state() {
        try {
            BasicFileAttributes now = attributes(file);
            return new State(now.size(), now.lastModifiedTime());
        } catch (IOException e) {
            return null;
        }
    }

    private String sentence(String what) {
        return "The ledger " + file + " " + what + " while Caravan had it open. Nothing is submitted, collected or"
                + " published any more, because nothing of that could be written down. Stop Caravan. If the file was"
                + " moved, move it back with its -wal and -shm files; else restore the newest copy of the data folder,"
                + " ledger and spool together. Then start again";
    }

    /** Why the ledger could not be written or read, for an operator. */
    String explain(String what, SQLException e) {
        String code = String.valueOf(e.getMessage());
        if (code.contains("SQLITE_FULL") || code.contains("SQLITE_IOERR_SHMSIZE")) {
            return what + ": the disk of " + file + " is full (" + room() + "). Make room there; Caravan goes on by"
                    + " itself";
        }
        if (code.contains("SQLITE_BUSY")) {
            return what + ": another process has " + file + " locked, such as a backup or a sqlite3 shell with an open"
                    + " transaction. Let it end; Caravan goes on by itself";
        }
        if (code.contains("SQLITE_READONLY") || code.contains("SQLITE_PERM")) {
            return what + ": " + file
                    + " may not be written. Look at its owner and permissions, and whether its disk is"
                    + " mounted read-only; Caravan goes on by itself";
        }
        if (code.contains("SQLITE_CORRUPT") || code.contains("SQLITE_NOTADB") || code.contains("SQLITE_IOERR")) {
            return what + ": " + file + " is damaged or its disk fails (" + code
                    + "). Stop Caravan and look at the disk;"
                    + " if the file stays damaged, put the newest good copy in its place and leave the spool as it is"
                    + " (docs/operations/storage.md, \"Putting a ledger back from a backup\")";
        }
        return what + " (" + file + "): " + code;
    }

    private String room() {
        try {
            return (Files.getFileStore(file).getUsableSpace() >> 20) + " MB free";
        } catch (IOException e) {
            return "nobody knows how much is free";
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }
}
