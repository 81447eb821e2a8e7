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

    /** The provider says that there is no such input any more. Changes nothing where it may still be needed. */
    void gone(String credential, String fileId);
}
