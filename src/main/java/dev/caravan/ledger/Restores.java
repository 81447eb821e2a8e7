package dev.caravan.ledger;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way back of a ledger that is older than its spool (protocol rule 19): what the spool knows and the ledger does not is
 * brought in, under the ids that its folders have. Every step may be repeated after a crash. {@link #begin} and
 * {@link #drop} come first, then all drops are read, then {@link #attach} and {@link #batch} for each batch, the youngest
 * first, then {@link #open} for the open ones, then {@link #publication} for each publication, then {@link #end}.
 */
public interface Restores {

    /** How far the ledger knows. */
    Horizon horizon();

    /** Whether a restore was begun and not ended. */
    boolean isUnderWay();

    /**
     * The ledger went back in time: from now on its epoch is a new one, so that none of its ids can meet one of the time that
     * was lost, however often the same backup is put back. Does nothing while a restore is under way.
     *
     * @param lastPublication the highest publication in the spool; its number and those below are not used again
     * @param why for the event {@link EventKind#LEDGER_RESTORED}
     */
    void begin(long lastPublication, String why);

    /** A drop that the ledger does not know: it is to be read, or void where its bytes never came. */
    void drop(PastDrop drop);

    /**
     * A drop that the ledger does not know and whose bytes were deleted by age: it came, it is over, and nothing of it is
     * taken again. Its records are not known any more.
     *
     * @param failed whether it ended as {@link DropState#FAILED}
     * @param counts what its last manifest says
     */
    void over(PastDrop drop, boolean failed, DropCounts counts);

    /**
     * A drop whose bytes were deleted by age in the time that was lost: what of it would move again is over, and so are
     * batches and publications that hold nothing else. Its records are still known.
     */
    void over(long dropId);

    /** A batch that the ledger does not know and whose files were deleted by age: its number is used, and it is over. */
    void over(PastBatch batch);

    /** A manifest that the ledger does not know; numbers go on after it. */
    void manifest(long dropId, Proofs.Manifest manifest);

    /**
     * A file of the spool was written again under another name, because a record was erased from it. Whatever names the old
     * one names the new one.
     */
    void renamed(String old, String now, String sha256);

    /** The frames of a segment as the ledger knows them. */
    List<Frame> frames(long dropId, String segment);

    /** A frame stands elsewhere in its segment. */
    void moved(Frame frame, long offset);

    /** Drops that the ledger has as not read to their end, with where their bytes were; empty where they had not come. */
    Map<Long, String> unread();

    /** Such a drop whose file was made again: it is read from there, from the beginning. */
    void rebuilt(PastDrop drop);

    /** Whose ids a batch's custom ids are made of. */
    Naming naming(long batchId);

    /** What records of the time that was lost are called now, of those that are known. */
    Map<Long, Long> recordsOf(long batchId, List<Long> pastIds);

    /**
     * Gives a batch's members to it: those whose revision of the source record is the same, and that no younger attempt has.
     * They leave whatever older batch had them.
     */
    void attach(PastBatch batch, List<PastMember> members);

    /**
     * All members were given: the batch is {@link BatchState#SUBMITTED} or {@link BatchState#IN_DOUBT} by its tries. Without
     * a try, or without a member left, it is over; so is one that can't be revoked and has lost members, whose other members
     * are held (nothing tells it from another batch then).
     */
    void batch(PastBatch batch);

    /** The same for a batch that the ledger had already, and that is not with its provider as far as it knows. */
    void open(long batchId, List<PastTry> tries);

    /** Whether the ledger has this publication itself, or it was brought in already. */
    boolean knows(long publicationId);

    /**
     * Brings a publication in whose content is in the spool: it goes to its sinks again under its own key
     * ({@link Publications#again}). Its members are locked by it and belong to no other publication, also those that are
     * still with a provider: they are published when they are home and every sink has it. A member that gets another
     * attempt leaves it.
     *
     * @return how many of its lines are members
     */
    int publication(PastPublication publication, List<PastLine> lines, List<PastShare> shares);

    /** The same where every sink got the content as it is. */
    default int publication(PastPublication publication, List<PastLine> lines) {
        return publication(publication, lines, List.of());
    }

    /** Everything is brought in. */
    void end();

    /** @param openBatches not final, with the highest number of a try of each */
    record Horizon(long drop, long batch, long publication, Map<Long, Integer> openBatches, Set<String> accepted) {}

    /** @param instance what the custom ids begin with; @param past whether they are ids of the time that was lost */
    record Naming(String instance, boolean past) {}

    /**
     * @param spoolPath null where the bytes never came
     * @param fence the highest that wrote a segment
     */
    record PastDrop(
            long id,
            int taskId,
            String zone,
            String uri,
            @Nullable String tag,
            @Nullable String spoolPath,
            long bytes,
            long fence) {}

    /**
     * A frame of a segment.
     *
     * @param firstId of its first line
     * @param records how many lines it has
     */
    record Frame(long firstId, int records, long offset) {}

    /** @param members how many its request file has; @param blank how many of them were erased since */
    record PastBatch(
            long id,
            int taskId,
            int recipeId,
            long epoch,
            String credential,
            String requests,
            long bytes,
            String sha256,
            int members,
            int blank,
            List<PastTry> tries) {}

    /** @param place among the members, from 0; @param pastId what its custom id says; @param content hash of the input */
    record PastMember(int place, long pastId, int attempt, int tries, String sourceId, long content) {}

    /** @param instance name and epoch of the ledger that made it; @param content {@code records} counts its lines */
    record PastPublication(long id, int taskId, String instance, Publications.Content content) {}

    /** What a sink got of it, see {@link Publications.Share}. */
    record PastShare(String sink, Publications.Content content, String fields, List<PastLine> lines) {}

    /** @param pastId what the record was called when the line was written */
    record PastLine(long batchId, long pastId, int attempt, String sourceId) {}

    /** A try whose create may have been sent. */
    record PastTry(
            int no,
            String token,
            @Nullable String fileId,
            @Nullable String providerTime,
            boolean revocable,
            @Nullable String providerId) {}
}
