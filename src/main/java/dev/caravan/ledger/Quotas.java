package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How many input tokens of a model may wait or run at a provider at once, for one credential. {@link Batches#claimForSubmit}
 * and {@link Batches#creating} keep to it: what waits there is the sum of the open batches that may be there, so nothing can
 * drift. The batches of a credential and model go in the order in which they were made; a small one never overtakes one that
 * does not fit yet, so a big one never starves.
 */
public interface Quotas {

    /** What the configuration says; null for no limit. Another number than before forgets what was learnt. */
    void told(String credential, String model, @Nullable Long tokens);

    /** Empty if there is nothing to keep to. */
    Optional<Quota> find(String credential, String model);

    /**
     * The provider would not take this batch because too much waited there: notes the limit it named, or else lowers ours to
     * what it had taken before, or to half of what was too much. Nothing of this credential and model is sent before the wait
     * is over.
     *
     * @param named the limit in the provider's words; null if it named none
     * @param aboutTokens false if it spoke of another quota: then nothing is learnt and only the wait counts
     */
    Quota refused(Batches.Claim claim, @Nullable Long named, boolean aboutTokens, Duration wait);

    /** A batch of this credential and model ran: the limit grows a little if it has not changed for an hour or longer. */
    void ran(long batchId);

    /** Takes due assembled batches that are larger than the limit by now and have more than one request. */
    List<Batches.Claim> claimTooLarge();

    /** Output tokens for one request, as the last batches of this recipe had them; empty while too few are known. */
    OptionalDouble outputTokens(int recipeId);

    /**
     * @param limit input tokens; {@link Long#MAX_VALUE} if none is known
     * @param refusals how often in a row the provider had no room
     * @param until nothing is sent before
     */
    record Quota(String credential, String model, long limit, int refusals, Instant until) {}
}
