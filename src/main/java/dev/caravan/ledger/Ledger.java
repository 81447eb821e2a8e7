package dev.caravan.ledger;

/**
 * Knows the state of every record. All methods of its parts are safe to call from several threads; each is one
 * transaction unless it says otherwise, and a {@link LedgerException} means that nothing was changed (but see {@link
 * LedgerUnavailableException}).
 */
public interface Ledger extends AutoCloseable {

    /** The six characters that tell this ledger's ids from another's, then the epoch in base 36; part of every custom_id. */
    String instance();

    /** The processes that work on it. */
    Nodes nodes();

    /** Who this ledger is, and what becomes of it when it was copied or restored. */
    Lineage lineage();

    /** The way back when the ledger is older than its spool. */
    Restores restores();

    /** Tasks and recipes. */
    Recipes recipes();

    /** Drops and what is read from them. */
    Drops drops();

    /** Huge drops that several nodes read. */
    Ranges ranges();

    /** What came over HTTP. */
    Submissions submissions();

    /** Files of those who submit over HTTP. */
    StoredFiles files();

    /** Cutting queued records into batches. */
    Assembly assembly();

    /** Batches and their tries, from submit to the last status. */
    Batches batches();

    RunningBatches running();

    /** Creates that can't be revoked. */
    Doubts doubts();

    /** Files that a provider refused whole. */
    Refusals refusals();

    /** How much may be sent at once. */
    Quotas quotas();

    /** What tasks may cost. */
    Budgets budgets();

    /** The first records with a recipe. */
    Canaries canaries();

    /** What real-time calls cost. */
    RealTimeCosts realTimeCosts();

    /** Batches that exist more than once at their provider. */
    Twins twins();

    /** Request files left at providers. */
    Inputs inputs();

    /** What settled batches left at providers. */
    Outputs outputs();

    /** Stopping work, and letting go what was stopped. */
    Cancels cancels();

    /** What stands still because a person said so. */
    Pauses pauses();

    /** Why something is not further. */
    Holdups holdups();

    /** What people asked for from outside. */
    Requests requests();

    /** Batches that are later than their task's deadline. */
    Deadlines deadlines();

    /** Bringing results home. */
    Collection collection();

    /** Publications and their deliveries. */
    Publications publications();

    /** Retries, invalid output that waits, holds and releases. */
    Todo todo();

    /** The queue of what waits for a person. */
    OpenItems openItems();

    /** What people decide. */
    Decisions decisions();

    /** What happened to a source record. */
    Audit audit();

    /** Sending records again in bulk. */
    Reruns reruns();

    /** Gates before publication. */
    Gates gates();

    /** What programs come in with. */
    ApiKeys apiKeys();

    /** Credentials and batch models that were made over HTTP. */
    Setups setups();

    /** What somebody should know of afterwards. */
    Events events();

    /** What became of drops, for their manifests. */
    Proofs proofs();

    /** Deleting by age. */
    Purges purges();

    /** Erasing source records on request. */
    Erasures erasures();

    /** What changed, in its order. */
    Changes changes();

    /** What webhooks are to be told. */
    Notices notices();

    /** Reads for logs, checks and pages. */
    Counts counts();

    /** Pages for whoever looks. */
    Lists lists();

    /** What belongs to a drop or a batch, by looking at so many rows at most. */
    Contents contents();

    /** How much waits, and since when. */
    Backlog backlog();

    /** What is under way, and what stands still. */
    Overview overview();

    /** How things went over time. */
    Trends trends();

    /** Reading routes and configuration again. */
    Reloads reloads();

    /** What answers cost beside their price, and what is under way. */
    Spending spending();

    @Override
    void close();
}
