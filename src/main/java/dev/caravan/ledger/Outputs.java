package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What settled batches left at their providers: result files, output objects, the batch itself. Only ids that are in the ledger. */
public interface Outputs {

    /**
     * Accepted tries, twins too, of batches that are collected or dissolved, and of which nothing is open: no twin at work, no
     * damaged result file, no doubt whose they are. Oldest batch first.
     *
     * @param before since when they have been settled
     */
    List<Left> left(String credential, Instant before, int limit);

    /**
     * Nothing of it is there any more.
     *
     * @param listed whether its provider's list still has the batch; if not, it is no {@link Batches#witnesses witness} any more
     */
    void gone(Left left, boolean listed);

    /** It could not be deleted, and is one of {@link #left} again after the wait. */
    void later(Left left, Duration wait);

    /** It is asked for no more. */
    void givenUp(Left left);

    /** The credential may not delete: all of {@link #left} wait, and none counts that as asked. */
    void refused(String credential, Instant before, Duration wait);

    /**
     * @param results what {@link Batches#ended} or {@link Twins#ended} was given; null where it was nothing
     * @param asked how often it could not be deleted
     */
    record Left(
            long batchId,
            int tryNo,
            String token,
            String providerId,
            @Nullable String results,
            int asked) {}
}
