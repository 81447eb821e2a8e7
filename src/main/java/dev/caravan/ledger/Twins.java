package dev.caravan.ledger;

import dev.caravan.ledger.Collection.Moved;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.ResultFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Batches that exist more than once at their provider (rule 11). The oldest is kept and goes the way of every batch; the
 * others are twins. A twin is a try of its batch with a state of its own: cancelled, waited for, brought home, counted.
 * While its batch is not collected its lines are taken with those of the kept one; after that they move nothing. Writes
 * carry the fence of their claim and throw {@link StaleFenceException} when it has ended; {@link #accepted} and
 * {@link #apply} keep the claim, the others end it.
 */
public interface Twins {

    /**
     * The end of a doubt in which several batches were found, in one transaction: the first is kept
     * ({@link Batches#accepted}), the others are twins.
     *
     * @param found oldest first; all of the claimed batch
     */
    void adopted(Batches.Claim claim, List<Found> found, Duration firstPoll);

    /** What becomes of a batch that the provider shows under the label or input of this try, whenever it was noticed. */
    Attached attach(String credential, Found found);

    /** Whose label or input this is: the batch and try that this ledger made it for. */
    Optional<Origin> origin(String credential, @Nullable String token, @Nullable String fileId);

    /** The same by a record and its attempt, which custom ids hold. */
    Optional<Origin> origin(long recordId, int attempt);

    /** Takes one twin that is due: running, ended, or home while its batch is final. */
    Optional<Claim> claim();

    /** Gives the claim back; the twin is due again after {@code wait}. */
    void release(Claim claim, Duration wait, @Nullable String note);

    /** It ended at the provider, however. {@code results} as in {@link Batches#ended}. */
    void ended(Claim claim, String results);

    /** As {@link Collection#accepted}, for a file of the twin. */
    void accepted(Claim claim, ResultFile file);

    /** All its files are in the spool. */
    void home(Claim claim);

    /** After its batch is final: every line is surplus with its cost and moves nothing; a line counts once. */
    Moved apply(Claim claim, List<Outcome> outcomes);

    /** All its lines are counted. Returns what they cost, in millionths of a US dollar; more than nothing is an event. */
    long collected(Claim claim);

    /** Nothing more will come of it. */
    void gone(Claim claim, String why);

    /**
     * Twins that are home join the collection of their batch: their lines are applied with it, and no more after it.
     * Returns all tries of the batch whose lines belong to this collection; keeps the claim of the batch.
     */
    Set<Integer> join(Batches.Claim batch);

    /** All twins of a batch. */
    List<Twin> of(long batchId);

    /** The right to work on one twin. */
    record Claim(
            Batches.Batch batch,
            int tryNo,
            String providerId,
            TwinState state,
            @Nullable String results,
            int polls,
            long fence) {}

    record Twin(int tryNo, String providerId, TwinState state) {}

    /** @param providerId the id of a batch at the provider that carries the label or the input of this try */
    record Found(long batchId, int tryNo, String providerId) {}

    record Origin(long batchId, int tryNo) {}

    enum Attached {
        /** The ledger has it already. */
        KNOWN,
        /** It is a twin from now on. */
        TWIN,
        /** Its batch waits for a search of its own that will find it, at once. */
        SEARCHED,
        /** Its create is under way at this moment; the reply says more. */
        CREATING,
        /** No such try was ever about to be created. */
        STRANGE
    }
}
