package dev.caravan.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Where the ledger is: in PostgreSQL if {@code caravan.ledger.url} says where, else in a file of the data folder. */
public final class LedgerPlace {
    private static final String POSTGRES = "jdbc:postgresql:";
    private static final int CONNECTIONS = 8;

    private final Path data;
    private final @Nullable PostgresSettings postgres;

    private LedgerPlace(Path data, @Nullable PostgresSettings postgres) {
        this.data = data;
        this.postgres = postgres;
    }

    /**
     * @param data the data folder
     * @throws LedgerException if the settings don't fit each other; the message says which, and shows no secret
     */
    public static LedgerPlace of(Environment environment, Path data) {
        String url = environment.getProperty("caravan.ledger.url", "").strip();
        return new LedgerPlace(data, url.isEmpty() ? null : postgres(environment, url));
    }

    private static PostgresSettings postgres(Environment environment, String url) {
        if (!url.startsWith(POSTGRES)) {
            throw wrong("caravan.ledger.url is no address of a PostgreSQL database; it looks like"
                    + " jdbc:postgresql://host:5432/caravan. Leave it out for the file in the data folder");
        }
        if (url.toLowerCase(Locale.ROOT).contains("password=") || url.contains("@")) {
            throw wrong("caravan.ledger.url has a user or a password in it, which logs would show. Give them as"
                    + " caravan.ledger.user, and caravan.ledger.password or caravan.ledger.password-file");
        }
        String user = environment.getProperty("caravan.ledger.user", "").strip();
        if (user.isEmpty()) {
            throw wrong("caravan.ledger.url is set, but caravan.ledger.user is not: say who opens the database");
        }
        return new PostgresSettings(url, user, password(environment), connections(environment));
    }

    private static String password(Environment environment) {
        String file =
                environment.getProperty("caravan.ledger.password-file", "").strip();
        String given = environment.getProperty("caravan.ledger.password", "");
        if (file.isEmpty()) {
            return given;
        }
        if (!given.isEmpty()) {
            throw wrong("caravan.ledger.password and caravan.ledger.password-file are both set: leave one out");
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw wrong("caravan.ledger.password-file " + file + " can't be read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    private static int connections(Environment environment) {
        String text = environment.getProperty("caravan.ledger.connections", "" + CONNECTIONS);
        try {
            int connections = Integer.parseInt(text.strip());
            if (connections >= 2 && connections <= 100) {
                return connections;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw wrong("caravan.ledger.connections is " + text + "; it is a number from 2 to 100");
    }

    private static LedgerNotOpenException wrong(String why) {
        return new LedgerNotOpenException(why, null);
    }

    /**
     * Opens it for a process that works with it, making or migrating it first. The data folder is that of this process alone
     * until it is closed, wherever the ledger is.
     *
     * @throws LedgerException if that can't be; the message says why
     */
    public Ledger open(Clock clock) {
        return postgres == null ? SqliteLedger.open(file(), clock) : open(postgres, clock);
    }

    private Ledger open(PostgresSettings settings, Clock clock) {
        ProcessLock lock;
        try {
            Files.createDirectories(data);
            lock = ProcessLock.take(
                    data.resolve("node.lock"),
                    "works in the data folder " + data.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new LedgerNotOpenException(
                    "The data folder " + data + " can't be written: " + e.getMessage() + ". Nothing was started", e);
        } catch (LedgerException e) {
            throw new LedgerNotOpenException(String.valueOf(e.getMessage()), e);
        }
        try {
            return PostgresLedger.open(settings, lock, clock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Reads it beside those that work with it. To be closed. */
    public LedgerReader reader() {
        return postgres == null ? LedgerReader.open(data) : LedgerReader.open(postgres);
    }

    /** Where requests are left. To be closed. */
    public LedgerDoor door(Clock clock) {
        return postgres == null ? LedgerDoor.open(file(), clock) : LedgerDoor.open(postgres, clock);
    }

    /**
     * What was set up over HTTP; nothing where there is no ledger yet.
     *
     * @throws LedgerException if it can't be read
     */
    public List<Setups.Entry> setups() {
        return postgres == null ? SetupsReader.read(data) : SetupsReader.read(postgres);
    }

    /** Whether somebody may have made a ledger here. In PostgreSQL that shows only when it is opened. */
    public boolean mayBeThere() {
        return postgres != null || Files.isDirectory(data.resolve("ledger"));
    }

    /**
     * What tells the database from a copy of it, on this server or another; nothing where the ledger is a file. A copy of
     * the whole server's files has the same.
     *
     * @throws LedgerException if the server does not say
     */
    public Optional<String> database() {
        return postgres == null ? Optional.empty() : Optional.of(PostgresLedger.number(postgres));
    }

    /** The folder, or host, port and database. */
    @Override
    public String toString() {
        return postgres == null ? data.toAbsolutePath().normalize().toString() : postgres.name();
    }

    private Path file() {
        return data.resolve("ledger").resolve("caravan.db");
    }
}
