package dev.caravan.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** Reads a ledger beside the process that has it open, or alone. Writes nothing and takes no lock. */
public final class LedgerReader implements AutoCloseable {
    private final Db db;
    private final Proofs proofs;
    private final Erasures erasures;
    private final Recipes recipes;
    private final OpenItems openItems;
    private final Decisions decisions;
    private final Audit audit;
    private final Lists lists;
    private final Overview overview;
    private final Pauses pauses;
    private final Holdups holdups;
    private final Budgets budgets;
    private final Canaries canaries;

    private LedgerReader(Db db) {
        this.db = db;
        this.proofs = new SqlProofs(db);
        this.erasures = new SqlErasures(db, Clock.systemUTC());
        this.recipes = new SqlRecipes(db);
        this.openItems = new SqlOpenItems(db, Clock.systemUTC());
        this.decisions = new SqlDecisions(db, Clock.systemUTC());
        this.audit = new SqlAudit(db);
        this.lists = new SqlLists(db);
        this.overview = new SqlOverview(db);
        this.pauses = new SqlPauses(db, Clock.systemUTC());
        this.holdups = new SqlHoldups(db, Clock.systemUTC());
        this.budgets = new SqlBudgets(db, new Owner("", 0, 0), Clock.systemUTC());
        this.canaries = new SqlCanaries(db, Clock.systemUTC());
    }

    /**
     * @param data folder that holds {@code ledger/caravan.db}
     * @throws LedgerException if there is none, or none of this version of Caravan
     */
    public static LedgerReader open(Path data) {
        Path file = data.resolve("ledger").resolve("caravan.db");
        if (!Files.isRegularFile(file)) {
            throw new LedgerException(
                    "There is no ledger in " + data.toAbsolutePath().normalize());
        }
        try {
            return new LedgerReader(SqliteDb.openToRead(file));
        } catch (SQLException e) {
            throw new LedgerException("The ledger " + file + " could not be opened: " + e.getMessage(), e);
        }
    }

    /** @throws LedgerException if it can't be opened, or is none of this version of Caravan */
    static LedgerReader open(PostgresSettings settings) {
        PostgresLedger.checkVersion(settings);
        return new LedgerReader(new PostgresDb(settings));
    }

    /** The six characters that tell this ledger's ids from another's. */
    public String name() {
        return db.read(c -> Db.one(c, "SELECT name FROM ledger WHERE id = 1", r -> r.getString(1)))
                .orElseThrow(() -> new LedgerException("The ledger has no name yet"));
    }

    /** What became of drops. Nothing of it can be written here. */
    public Proofs proofs() {
        return proofs;
    }

    /** Where source records are. Nothing can be asked for here. */
    public Erasures erasures() {
        return erasures;
    }

    /** Names of all tasks that the ledger has seen. */
    public List<String> tasks() {
        return db.read(c -> Db.list(c, "SELECT name FROM task ORDER BY name", r -> r.getString(1)));
    }

    /** Recipes by number. None can be bound here. */
    public Recipes recipes() {
        return recipes;
    }

    /** What waits for a person, and where what belongs to it lies. Nothing can be claimed here. */
    public OpenItems openItems() {
        return openItems;
    }

    /** What people decided. Nothing can be decided here. */
    public Decisions decisions() {
        return decisions;
    }

    /** What happened to source records. */
    public Audit audit() {
        return audit;
    }

    /** Pages for whoever looks. */
    public Lists lists() {
        return lists;
    }

    /** What is under way, and what stands still. */
    public Overview overview() {
        return overview;
    }

    /** What tasks may cost. Nothing can be set here. */
    public Budgets budgets() {
        return budgets;
    }

    /** The first records with a recipe. Nothing can be decided here. */
    public Canaries canaries() {
        return canaries;
    }

    /** Why something is not further. */
    public Holdups holdups() {
        return holdups;
    }

    /** What is paused. Nothing can be paused here. */
    public Pauses pauses() {
        return pauses;
    }

    @Override
    public void close() {
        db.close();
    }
}
