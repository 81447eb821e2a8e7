package dev.caravan.batch;

import java.io.ByteArrayOutputStream;

/** One line, whose bytes can be looked at without a copy. */
final class LineBuffer extends ByteArrayOutputStream {
    LineBuffer() {
        super(8192);
    }

    /** Its bytes from 0 to {@link #size()}; not to be changed. */
    byte[] bytes() {
        return buf;
    }
}
