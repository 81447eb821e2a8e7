package dev.caravan.bucket;

import java.io.IOException;
import java.io.OutputStream;

/** One object being written. Closing without {@link #commit()} leaves no object. Not thread-safe. */
public abstract class BucketWriter extends OutputStream {

    /** Bytes written so far. */
    public abstract long position();

    /**
     * Makes the object durable and visible.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one under its key
     */
    public abstract BucketObject commit() throws IOException;

    /** SHA-256 of what was written so far, in hex. */
    public abstract String sha256();

    @Override
    public abstract void close() throws IOException;
}
