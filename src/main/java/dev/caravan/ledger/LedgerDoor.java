package dev.caravan.ledger;

import dev.caravan.ledger.Requests.Wish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A small door into a ledger that another process may own: it takes no lock, claims nothing and migrates nothing. Whoever
 * comes through it can leave a {@link Requests} and read the answer, or make and revoke API keys.
 */
public final class LedgerDoor implements AutoCloseable {
    private final Db db;
    private final Clock clock;

    private LedgerDoor(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** @throws LedgerException if there is no ledger of this version in the file */
    public static LedgerDoor open(Path file, Clock clock) {
        if (!Files.isRegularFile(file)) {
            throw new LedgerException("There is no ledger in " + file);
        }
        try {
            var door = new LedgerDoor(SqliteDb.open(file), clock);
            if (door.isOfThisVersion()) {
                return door;
            }
            door.close();
            throw new LedgerException(
                    "The ledger " + file + " was made by an older Caravan. Start the new one once, then ask again");
        } catch (SQLException e) {
            throw new LedgerException("The ledger " + file + " could not be opened: " + e.getMessage(), e);
        }
    }

    /** @throws LedgerException if it can't be opened, or is none of this version of Caravan */
    static LedgerDoor open(PostgresSettings settings, Clock clock) {
        PostgresLedger.checkVersion(settings);
        return new LedgerDoor(new PostgresDb(settings), clock);
    }

    private boolean isOfThisVersion() {
        return db.read(c -> Db.one(c, "SELECT 1 FROM pragma_table_info('pause') LIMIT 1", r -> true)
                .isPresent());
    }

    /** Keys of programs. A change counts at once, also for a Caravan that runs on this ledger. */
    public ApiKeys apiKeys() {
        return new SqlApiKeys(db, clock);
    }

    /** Names of all tasks that the ledger has seen. */
    public List<String> tasks() {
        return db.read(c -> Db.list(c, "SELECT name FROM task ORDER BY name", r -> r.getString(1)));
    }

    /** What is paused. A change counts for a Caravan that runs on this ledger within {@link Pauses#FRESH}. */
    public Pauses pauses() {
        return new SqlPauses(db, clock);
    }

    /** What the wish is about, in words; empty if the ledger knows no such thing. */
    public Optional<String> find(Wish wish) {
        return db.read(c -> switch (wish.about()) {
            case BATCH ->
                Db.one(
                        c,
                        "SELECT state, n_sent FROM batch WHERE id = ?",
                        r -> "batch " + wish.value() + " (" + Codes.batchState(r.getInt(1)) + ", " + r.getInt(2)
                                + " records)",
                        wish.value());
            case DROP ->
                Db.one(
                        c,
                        "SELECT uri, rows_read FROM \"drop\" WHERE id = ?",
                        r -> "drop " + wish.value() + " (" + r.getString(1) + ", " + r.getInt(2) + " rows)",
                        wish.value());
            case TASK -> Db.one(c, "SELECT name FROM task WHERE name = ?", r -> "task " + r.getString(1), wish.value());
            case CODE -> Optional.of("what is held with code " + wish.value());
        });
    }

    /** Leaves a request. Returns its number. */
    public long ask(String actor, Wish wish) {
        return db.write(c -> SqlRequests.insert(c, clock.millis(), actor, wish));
    }

    /** Leaves a wish for a reload. Returns its number. */
    public long askReload(String actor, String why) {
        return SqlReloads.ask(db, clock, actor, why, "");
    }

    /** What became of a wish for a reload so far. */
    public List<Reloads.Turn> turns(long reload) {
        return SqlReloads.find(db, reload).map(Reloads.Told::turns).orElse(List.of());
    }

    /** How many processes have said of late that they live. */
    public int living() {
        return db.read(NodeRows::living).size();
    }

    /** Takes a request back that nobody has done yet. */
    public void withdraw(long request) {
        db.write(c -> Db.update(
                c,
                "UPDATE request SET done_at = ?, answer = 'taken back' WHERE id = ? AND done_at IS NULL",
                clock.millis(),
                request));
    }

    /** What came of a request; empty while nobody has done it. */
    public Optional<Requests.Answer> answer(long request) {
        return db.read(c -> Db.one(
                c,
                "SELECT answer, refused FROM request WHERE id = ? AND done_at IS NOT NULL",
                r -> new Requests.Answer(r.getString(1), r.getInt(2) == 1),
                request));
    }

    @Override
    public void close() {
        db.close();
    }
}
