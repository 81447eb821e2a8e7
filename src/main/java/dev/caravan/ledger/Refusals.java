package dev.caravan.ledger;

import java.util.List;

/**
 * Files that a provider refused whole and charged nothing for. One transaction decides who is at fault and who goes again;
 * the batch is {@link BatchState#DISSOLVED}, and the attempts of those who go again are burnt but not counted as tries
 * (rules 17 and 36).
 *
 * <p>Whom the provider names ends as {@code provider_error}, the rest goes again in one part. Where it names nobody, the
 * members go again in halves, until a refused batch has one member. While nothing of the file has been accepted, one
 * record (or as few as the provider takes) leaves each split as a scout: when as many scouts as the file can be halved
 * are refused with the same code, all of it is at fault, and every further part that is refused ends as a whole. So a
 * file with k bad records costs O(k log n) creates, and one that is refused for another reason O(log n).
 */
public interface Refusals {

    /** What a claimed batch's provider refused: assembled or creating, or collecting without a result line. */
    Verdict refused(Batches.Claim claim, Refusal refusal);

    /**
     * @param named who is at fault; may be empty
     * @param least fewest requests that the provider takes in a batch
     */
    record Refusal(String code, String message, List<Named> named, int least) {
        public Refusal {
            named = List.copyOf(named);
        }
    }

    /** @param line of the request file, from 1 */
    record Named(int line, String code, String message) {}

    /**
     * @param root the batch that was refused first
     * @param failed members in {@code provider_error}
     * @param again members that go again, in so many parts
     * @param held members that wait for a person
     */
    record Verdict(How how, long root, int failed, int again, int parts, int held) {}

    /** What was decided. */
    enum How {
        /** The provider named who is at fault. */
        NAMED,
        /** There was only one. */
        ALONE,
        /** It goes again in parts. */
        SPLIT,
        /** The provider takes no part of it. */
        ALL,
        /** Fewer than two batches of the least size. */
        TOO_FEW,
        /** Somebody cancelled it meanwhile. */
        CANCELLED
    }
}
