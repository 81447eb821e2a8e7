package dev.caravan.ledger;

import java.util.List;

/** Request files that lie at providers and that nobody needs any more (rule 12). Only ids that are in the ledger. */
public interface Inputs {

    /**
     * Inputs of tries that are closed, or whose batch is final and has no twin at work, and that are not known to be gone.
     *
     * @param collected whether those of collected batches too
     */
    List<String> leftOver(String credential, boolean collected, int limit);

    /**
     * Whether a file with the label of a try is needed by nobody, though the ledger may never have heard of it: the process
     * ended between the upload and the note of it. Never for a label that no try of this credential has.
     *
     * @param collected whether inputs of collected batches are to go too
     */
    boolean isLeftOver(String credential, String token, boolean collected);

    /** The provider says that there is no such input any more. Changes nothing where it may still be needed. */
    void gone(String credential, String fileId);
}
