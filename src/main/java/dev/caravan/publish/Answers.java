package dev.caravan.publish;

import dev.caravan.ledger.Publications;
import java.io.IOException;

/** Finds the validated answer of a published record again. */
@FunctionalInterface
public interface Answers {

    /**
     * The answer as compact JSON in UTF-8, without line ends; the same bytes at every call.
     *
     * @throws IOException if there is no valid answer where the ledger says it lies; nothing may be published then
     */
    byte[] valueOf(Publications.Member member) throws IOException;
}
