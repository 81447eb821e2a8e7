package dev.caravan.ledger;

import java.util.function.Consumer;

/**
 * Calls from one node to all others, so that whoever is idle looks for work at once. They are heard by those that listen just
 * then; whoever misses one loses nothing but time, since all work is in the ledger. None of the methods throws.
 */
public interface Calls {
    /** Of a ledger that one node has. */
    Calls NONE = new Calls() {
        @Override
        public void call(String words) {
            // There is nobody else.
        }

        @Override
        public void hear(Consumer<String> listener) {
            // Nobody calls.
        }
    };

    /** Calls the other nodes. The same words within a tenth of a second are called once. */
    void call(String words);

    /** From now on tells what other nodes call, on a thread of its own. Once for each ledger. */
    void hear(Consumer<String> listener);
}
