package dev.caravan.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Drops: what arrived, how far it was read, and the records read from it. */
public interface Drops {
    /**
     * The zone of drops that a rerun makes. A row of theirs is paid though nothing of it has changed; it becomes a new
     * revision of what is published or discarded, and of nothing else.
     */
    String RERUN = "rerun";

    /**
     * Writes the row of a drop whose bytes are about to be taken; its id names its folder in the spool.
     *
     * @throws LedgerException if a drop of this zone, URI and tag is there that neither failed nor vanished; drops without a
     *     tag are never the same
     */
    long arriving(NewDrop drop);

    /** The bytes are in the spool under this path. */
    void received(long dropId, String spoolPath, long bytes);

    /** The source vanished before it was taken (another process was faster). */
    void vanished(long dropId);

    /**
     * The newest drop of every version of these sources; versions that never came, or vanished, are not among them.
     *
     * @param uris at most 1000
     */
    Map<Source, Seen> seen(String zone, Collection<String> uris);

    /** The source of a drop that has ended was moved or marked; a {@link Seen} says so from now on. */
    void putAway(long dropId);

    /** Drops still {@link DropState#ARRIVING}, for the check at start; not those of {@link Submissions#orphans}. */
    List<Arriving> arriving();

    /**
     * Takes the oldest drop that is received, or half read by a dead owner. Raises its fence. One drop of a task is read at
     * a time: what the next one holds can only be judged when nothing before it can be withdrawn any more.
     */
    Optional<Claim> claimForRead();

    /** Gives a claim back untouched, for the next reader: the process is stopping. */
    void release(Claim claim);

    /**
     * Lets go of a claim whose end could not be written ({@link LedgerUnavailableException}): it is void, and its drop is
     * free again as soon as the ledger can be written. Never fails.
     */
    void forsake(Claim claim);

    /**
     * Stores what was read since the last call, in one transaction: inserts new records, counts duplicates, unchanged
     * and stale rows, refuses a key that came twice with different content (both line numbers named), makes new
     * revisions, stores refusals and the checkpoint. The bytes of the frames must be durable already.
     *
     * @throws StaleFenceException if the claim is no longer ours
     */
    Appended append(Claim claim, ReadPart part);

    /** Everything is read. From now on the records may be claimed; older revisions step aside. */
    DropCounts seal(Claim claim);

    /**
     * Could not be read to the end. With {@code keepRows} what was read is sealed. Else its rows are withdrawn: none of them
     * could be claimed yet, the revisions before them are current again, and all its counters are 0, so that it adds
     * nothing to totals. Its refusals stay readable either way.
     */
    void fail(Claim claim, String reason, boolean keepRows);

    /** A drop with its counts. */
    Optional<Drop> find(long dropId);

    /**
     * Refused rows in line order, page by page; {@code afterLine} 0 starts. A page may be longer than {@code limit}: the
     * rows of one line are never parted.
     */
    List<Refusal> refusals(long dropId, long afterLine, int limit);

    /** @param tag the version of the source (ETag, generation), null where the source has none */
    record NewDrop(
            int taskId, String zone, String uri, @Nullable String tag) {}

    /** One version of a source that has versions. */
    record Source(String uri, String tag) {}

    /** What became of a version of a source. */
    record Seen(long dropId, DropState state, boolean putAway) {}

    /** A drop whose bytes may or may not be in the spool. */
    record Arriving(long dropId, int taskId, String uri) {}

    /**
     * The right to read one drop.
     *
     * @param checkpointRow rows (also refused ones) already committed; 0 at the first read
     * @param checkpointHash rolling hash over those rows
     */
    record Claim(
            long dropId,
            int taskId,
            String uri,
            String spoolPath,
            long fence,
            long checkpointRow,
            long checkpointHash) {}

    /** A stretch of a drop: some frames of a segment, the rows refused among them, and how far it goes. */
    record ReadPart(int recipeId, List<Frame> frames, List<Refusal> refusals, long upToRow, long hashUpToRow) {}

    /**
     * One compressed frame of a segment; its rows get consecutive record ids.
     *
     * @param segment path in the spool
     * @param offset where the frame starts in the segment, in bytes
     */
    record Frame(String segment, long offset, List<Row> rows) {}

    /** One row, {@code line} being the line of its source where it begins (1-based), {@code content} a 64-bit hash. */
    record Row(String sourceId, long content, long line) {}

    /** A refused row. */
    record Refusal(long line, String code, String detail) {}

    /** What became of the rows of one {@link ReadPart}. */
    record Appended(int queued, int refused, int duplicate, int unchanged, int stale) {}

    /** A drop as the ledger knows it. */
    record Drop(
            long id,
            int taskId,
            String zone,
            String uri,
            DropState state,
            @Nullable String reason,
            DropCounts counts) {}
}
