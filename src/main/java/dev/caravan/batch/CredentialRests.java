package dev.caravan.batch;

import java.util.Map;

/** Credentials that do not work, as far as this node knows, and why: those at rest, and those of which one batch tries. */
public interface CredentialRests {

    Map<String, Why> now();

    enum Why {
        /** Their provider refused them. */
        REFUSED,
        /** Calls failed again and again. */
        FAILING,
        /** Their secret can't be opened. */
        SECRET
    }
}
