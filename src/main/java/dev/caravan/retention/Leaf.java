package dev.caravan.retention;

import java.io.IOException;

/** One row of a drop as the hash tree has it: a record, or a refused row. */
record Leaf(long number, long line, String sourceId, String state, byte[] hash) {

    /** Takes leaves in their order. */
    interface Taker {
        void take(Leaf leaf) throws IOException;
    }
}
