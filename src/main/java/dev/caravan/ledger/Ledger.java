package dev.caravan.ledger;

/**
 * Knows the state of every record. All methods of its parts are safe to call from several threads; each is one
 * transaction unless it says otherwise, and a {@link LedgerException} means that nothing was changed.
 */
public interface Ledger extends AutoCloseable {

    /** The six characters that tell this ledger's ids from another's, then the epoch in base 36; part of every custom_id. */
    String instance();

    /** Tasks and recipes. */
    Recipes recipes();

    /** Drops and what is read from them. */
    Drops drops();

    /** Cutting queued records into batches. */
    Assembly assembly();

    /** Batches and their tries, from submit to the last status. */
    Batches batches();

    /** Creates that can't be revoked. */
    Doubts doubts();

    /** Bringing results home. */
    Collection collection();

    /** Publications and their deliveries. */
    Publications publications();

    /** Retries, invalid output that waits, holds and releases. */
    Todo todo();

    /** What somebody should know of afterwards. */
    Events events();

    /** What became of drops, for their manifests. */
    Proofs proofs();

    /** Deleting by age. */
    Purges purges();

    /** Erasing source records on request. */
    Erasures erasures();

    /** Reads for logs, checks and pages. */
    Counts counts();

    @Override
    void close();
}
