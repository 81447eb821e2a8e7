package dev.caravan.ledger;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The ledger over a database. Whoever opens it is a new owner, and what earlier owners had claimed is free again. */
final class SqlLedger implements Ledger {
    private final Db db;
    private final @Nullable ProcessLock lock;
    private final Owner owner;
    private final SqlNodes nodes;
    private final Lineage lineage;
    private final Restores restores;
    private final Recipes recipes;
    private final Drops drops;
    private final Ranges ranges;
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
    private final Outputs outputs;
    private final Cancels cancels;
    private final Pauses pauses;
    private final Holdups holdups;
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
    private final Contents contents;
    private final Overview overview;
    private final Backlog backlog;
    private final Spending spending;
    private final Trends trends;
    private final Reloads reloads;
    private final Changes changes;
    private final Notices notices;

    /**
     * @param lock given back when it is closed; null for none
     * @param knows number of the newest migration of this jar
     */
    SqlLedger(Db db, @Nullable ProcessLock lock, int knows, Clock clock) {
        this.db = db;
        this.lock = lock;
        this.owner = db.write(c -> NewOwner.of(c, knows, clock.millis()));
        db.opened(owner.number());
        this.nodes = new SqlNodes(db, owner.number(), clock);
        db.guardedBy(nodes::mustLive);
        this.lineage = new SqlLineage(db, owner, clock);
        this.restores = new SqlRestores(db, owner, clock);
        this.recipes = new SqlRecipes(db);
        this.drops = new SqlDrops(db, owner.number(), clock);
        this.ranges = new SqlRanges(db, owner.number());
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
        this.outputs = new SqlOutputs(db, clock);
        this.cancels = new SqlCancels(db, owner, clock);
        this.pauses = new SqlPauses(db, clock);
        this.holdups = new SqlHoldups(db, clock);
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
        this.contents = new SqlContents(db);
        this.overview = new SqlOverview(db);
        this.backlog = new SqlBacklog(db, assembly, recipes, new BatchClaims(owner, clock), clock);
        this.spending = new SqlSpending(db);
        this.trends = new SqlTrends(db);
        this.reloads = new SqlReloads(db, nodes.duties(), clock);
        this.changes = new SqlChanges(db);
        this.notices = new SqlNotices(db, clock);
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
    public Ranges ranges() {
        return ranges;
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
    public Outputs outputs() {
        return outputs;
    }

    @Override
    public Cancels cancels() {
        return cancels;
    }

    @Override
    public Pauses pauses() {
        return pauses;
    }

    @Override
    public Holdups holdups() {
        return holdups;
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
    public Contents contents() {
        return contents;
    }

    @Override
    public Backlog backlog() {
        return backlog;
    }

    @Override
    public Overview overview() {
        return overview;
    }

    @Override
    public Trends trends() {
        return trends;
    }

    @Override
    public Reloads reloads() {
        return reloads;
    }

    @Override
    public Spending spending() {
        return spending;
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
