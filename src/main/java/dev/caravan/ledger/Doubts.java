package dev.caravan.ledger;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Batches.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates that can't be revoked (protocol class C): their requests go with the create itself, or the provider may honour
 * an input that was deleted. Nothing proves then that a create is dead; what is known is who may still send, which sizes
 * are taken, and which batches are ours. Writes carry the fence of their claim as in {@link Batches}; {@link #ready},
 * {@link #creating} and {@link #verified} keep the claim, the other writes end it.
 */
public interface Doubts {

    /** The provider answered just now; there is no input to bring to it first. {@code providerTime} is its {@code Date}. */
    void ready(Claim claim, Try attempt, @Nullable String providerTime);

    /**
     * {@link Batches#creating} for a create that can't be revoked. The try says so for ever, so that no change of the
     * configuration ever ends its doubt the other way.
     */
    void creating(Claim claim, Try attempt);

    /** The gate before the last bytes of a create: whether the claim still holds and the try is still creating. */
    boolean maySend(Claim claim, Try attempt);

    /** How many requests the credential's batches have that were assembled since then, or are not final. */
    Set<Integer> sizes(String credential, Instant since);

    /** Whether a try of this credential has the batch with this id. */
    boolean isOurs(String credential, String providerId);

    /** Whether another batch of the same credential and size is in doubt too: then a number alone tells nothing. */
    boolean hasRival(Claim claim);

    /** The newest batch that was assembled for this credential. */
    Optional<Batches.Batch> lastSent(String credential);

    /** When the oldest batch of the credential was accepted that is not final. */
    Optional<Instant> oldestOpen(String credential);

    /** Whether a search found the batch, and not the reply of its create: then its size must be compared (rule 13). */
    boolean isAdopted(long batchId);

    /** {@link Batches#accepted} by the number of requests alone; its results move nothing before {@link #verified}. */
    void adopted(Claim claim, int tryNo, String providerId, Duration firstPoll);

    /** The custom ids of an adopted batch are ours. */
    void verified(Claim claim);

    /**
     * Step R2: a complete search, begun after the wait, found nothing; open tries are closed and the batch is assembled
     * again.
     *
     * @throws LedgerException if a try in doubt can be revoked: then it must be ({@link Batches#revoked})
     */
    void unseen(Claim claim);

    /**
     * Nobody knows what became of it, and policy or a person says to stop looking, or what the provider has is not what
     * was sent: batch {@link BatchState#LOST}, its submitted members {@link RecordState#HELD} with this code. They may have
     * been paid for.
     */
    void lost(Claim claim, String code, String reason);
}
