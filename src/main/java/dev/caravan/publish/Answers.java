package dev.caravan.publish;

import dev.caravan.ledger.Publications;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Finds the validated answers of published records again. */
@FunctionalInterface
public interface Answers {

    /** Begins to read those of one publication. To be closed. */
    Reading open();

    /** For one thread. */
    interface Reading extends Closeable {

        /** These are asked for next, in this order. */
        void expect(List<Publications.Member> next);

        /**
         * The answer as compact JSON in UTF-8, without line ends; the same bytes at every call.
         *
         * @throws IOException if there is no valid answer where the ledger says it lies; nothing may be published then
         */
        byte[] valueOf(Publications.Member member) throws IOException;
    }
}
