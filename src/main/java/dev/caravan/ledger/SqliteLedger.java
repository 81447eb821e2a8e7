package dev.caravan.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.flywaydb.core.api.FlywayException;

/**
 * The ledger in one SQLite file: WAL, {@code synchronous=FULL}, one writer. One process at a time: a lock file beside it
 * says so. Whoever opens it is a new owner, and what earlier owners had claimed is free again.
 */
public final class SqliteLedger implements Ledger {
    private final Db db;
    private final ProcessLock lock;
    private final Owner owner;
    private final SqlNodes nodes;
    private final Lineage lineage;
    private final Restores restores;
    private final Recipes recipes;
    private final Drops drops;
    private final Submissions submissions;
    private final StoredFiles files;
    private final Assembly assembly;
    private final Batches batches;
    private final RunningBatches running;
    private final Doubts doubts;
    private final Refusals refusals;
    private final Quotas quotas;
    private final Budgets budgets;
    private final Canaries canaries;
    private final RealTimeCosts realTimeCosts;
    private final Twins twins;
    private final Inputs inputs;
    private final Cancels cancels;
    private final Requests requests;
    private final Deadlines deadlines;
    private final Collection collection;
    private final Publications publications;
    private final Todo todo;
    private final OpenItems openItems;
    private final Decisions decisions;
    private final Reruns reruns;
    private final Audit audit;
    private final Gates gates;
    private final ApiKeys apiKeys;
    private final Setups setups;
    private final Events events;
    private final Proofs proofs;
    private final Purges purges;
    private final Erasures erasures;
    private final Counts counts;
    private final Lists lists;
    private final Changes changes;
    private final Notices notices;

    SqliteLedger(Db db, ProcessLock lock, Clock clock) {
        this.db = db;
        this.lock = lock;
        this.owner = db.write(c -> NewOwner.of(c, clock.millis()));
        db.opened(owner.number());
        this.nodes = new SqlNodes(db, owner.number(), clock);
        db.guardedBy(nodes::mustLive);
        this.lineage = new SqlLineage(db, owner, clock);
        this.restores = new SqlRestores(db, owner, clock);
        this.recipes = new SqlRecipes(db);
        this.drops = new SqlDrops(db, owner.number(), clock);
        this.submissions = new SqlSubmissions(db, owner.number(), clock);
        this.files = new SqlStoredFiles(db);
        this.assembly = new SqlAssembly(db, owner.number(), clock);
        this.batches = new SqlBatches(db, owner, clock);
        this.running = new SqlRunningBatches(db, clock);
        this.doubts = new SqlDoubts(db, owner, clock);
        this.refusals = new SqlRefusals(db, owner.number(), clock);
        this.quotas = new SqlQuotas(db, owner, clock);
        this.budgets = new SqlBudgets(db, owner, clock);
        this.canaries = new SqlCanaries(db, clock);
        this.realTimeCosts = new SqlRealTimeCosts(db, owner.number(), clock);
        this.twins = new SqlTwins(db, owner, clock);
        this.inputs = new SqlInputs(db);
        this.cancels = new SqlCancels(db, owner, clock);
        this.requests = new SqlRequests(db, clock);
        this.deadlines = new SqlDeadlines(db, clock);
        this.collection = new SqlCollection(db, owner.number(), clock);
        this.publications = new SqlPublications(db, owner, clock);
        this.todo = new SqlTodo(db, clock);
        this.openItems = new SqlOpenItems(db, clock);
        this.decisions = new SqlDecisions(db, clock);
        this.reruns = new SqlReruns(db, clock);
        this.audit = new SqlAudit(db);
        this.gates = new SqlGates(db, clock);
        this.apiKeys = new SqlApiKeys(db, clock);
        this.setups = new SqlSetups(db, clock);
        this.events = new SqlEvents(db, clock);
        this.proofs = new SqlProofs(db);
        this.purges = new SqlPurges(db, clock);
        this.erasures = new SqlErasures(db, clock);
        this.counts = new SqlCounts(db, clock);
        this.lists = new SqlLists(db);
        this.changes = new SqlChanges(db);
        this.notices = new SqlNotices(db, clock);
    }

    /**
     * Opens the ledger, making or migrating it first.
     *
     * @throws LedgerException if another process has it open (the message names the lock file), it is damaged, or it can't
     *     be opened
     */
    public static SqliteLedger open(Path file, Clock clock) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ProcessLock lock = ProcessLock.take(file.resolveSibling(file.getFileName() + ".lock"));
            try {
                LedgerHealth.check(file);
                Migrations.migrate(file);
                String url = "jdbc:sqlite:" + file.toAbsolutePath();
                return open(new Db(writer(url), connect(url), connect(url), new LedgerFile(file)), lock, clock);
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

    private static SqliteLedger open(Db db, ProcessLock lock, Clock clock) {
        try {
            // The lock says that nobody else has it.
            db.write(c -> NodeRows.buryAll(c, clock.millis()));
            return new SqliteLedger(db, lock, clock);
        } catch (RuntimeException e) {
            db.close();
            throw e;
        }
    }

    /** Pages that it changes stay in its memory until they are committed; readers have the system's cache. */
    private static Connection writer(String url) throws SQLException {
        Connection connection = connect(url);
        Db.update(connection, "PRAGMA cache_size=-32768");
        return connection;
    }

    static Connection connect(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        // Without automatic_index=OFF SQLite reads all records into an index of its own to find the members of one
        // batch. Without secure_delete what was erased would stay in the free space of its page.
        for (String pragma : new String[] {
            "journal_mode=WAL",
            "synchronous=FULL",
            "cache_size=-8192",
            "busy_timeout=500",
            "temp_store=MEMORY",
            "automatic_index=OFF",
            "secure_delete=FAST"
        }) {
            // An unread result on an open statement would make the next commit fail.
            try (Statement statement = connection.createStatement()) {
                if (statement.execute("PRAGMA " + pragma)) {
                    try (ResultSet rows = statement.getResultSet()) {
                        while (rows.next()) {
                            rows.getString(1);
                        }
                    }
                }
            }
        }
        return connection;
    }

    @Override
    public String instance() {
        return owner.instance();
    }

    @Override
    public Nodes nodes() {
        return nodes;
    }

    @Override
    public Lineage lineage() {
        return lineage;
    }

    @Override
    public Restores restores() {
        return restores;
    }

    @Override
    public Recipes recipes() {
        return recipes;
    }

    @Override
    public Drops drops() {
        return drops;
    }

    @Override
    public Submissions submissions() {
        return submissions;
    }

    @Override
    public StoredFiles files() {
        return files;
    }

    @Override
    public Assembly assembly() {
        return assembly;
    }

    @Override
    public Batches batches() {
        return batches;
    }

    @Override
    public RunningBatches running() {
        return running;
    }

    @Override
    public Doubts doubts() {
        return doubts;
    }

    @Override
    public Refusals refusals() {
        return refusals;
    }

    @Override
    public Quotas quotas() {
        return quotas;
    }

    @Override
    public Budgets budgets() {
        return budgets;
    }

    @Override
    public Canaries canaries() {
        return canaries;
    }

    @Override
    public RealTimeCosts realTimeCosts() {
        return realTimeCosts;
    }

    @Override
    public Twins twins() {
        return twins;
    }

    @Override
    public Inputs inputs() {
        return inputs;
    }

    @Override
    public Cancels cancels() {
        return cancels;
    }

    @Override
    public Requests requests() {
        return requests;
    }

    @Override
    public Deadlines deadlines() {
        return deadlines;
    }

    @Override
    public Collection collection() {
        return collection;
    }

    @Override
    public Publications publications() {
        return publications;
    }

    @Override
    public Todo todo() {
        return todo;
    }

    @Override
    public OpenItems openItems() {
        return openItems;
    }

    @Override
    public Decisions decisions() {
        return decisions;
    }

    @Override
    public Audit audit() {
        return audit;
    }

    @Override
    public Reruns reruns() {
        return reruns;
    }

    @Override
    public Gates gates() {
        return gates;
    }

    @Override
    public ApiKeys apiKeys() {
        return apiKeys;
    }

    @Override
    public Setups setups() {
        return setups;
    }

    @Override
    public Events events() {
        return events;
    }

    @Override
    public Proofs proofs() {
        return proofs;
    }

    @Override
    public Purges purges() {
        return purges;
    }

    @Override
    public Erasures erasures() {
        return erasures;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public Notices notices() {
        return notices;
    }

    @Override
    public Counts counts() {
        return counts;
    }

    @Override
    public Lists lists() {
        return lists;
    }

    @Override
    public void close() {
        try (lock) {
            db.hurry();
            nodes.leave();
            db.close();
        }
    }
}
