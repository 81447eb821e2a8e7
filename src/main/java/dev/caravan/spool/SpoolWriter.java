package dev.caravan.spool;

import java.io.IOException;
import java.io.OutputStream;

/** One object being written. Closing without {@link #commit()} leaves nothing behind (a growing object stays as it is). */
public abstract class SpoolWriter extends OutputStream {

    /** Bytes written so far. */
    public abstract long position();

    /** Makes what was written so far durable. Another thread than the one that writes may ask for it. */
    public abstract void force() throws IOException;

    /** Makes the object durable and visible, and closes it. */
    public abstract void commit() throws IOException;

    /** SHA-256 of what was written so far, in hex. */
    public abstract String sha256();
}
