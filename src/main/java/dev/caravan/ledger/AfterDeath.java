package dev.caravan.ledger;

import java.io.IOException;

/**
 * What is to be done about something that a dead node left, where no claim finds it by itself. Done at start, and on every node
 * whenever one that lived does not live any more; so it may be done by several at once, and again.
 */
@FunctionalInterface
public interface AfterDeath {

    /** @throws IOException if it can't be done now; it is tried again soon */
    void settle() throws IOException;
}
