package dev.caravan.spool;

import dev.caravan.bucket.BucketWriter;
import java.io.IOException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Writes an object that grows: each force makes one more part of it. */
final class PartedWriter extends SpoolWriter {
    private final GrownParts grown;
    private final String path;
    private final MessageDigest digest = Sha256.digest();
    private @Nullable BucketWriter part;
    private long position;
    private long forced;
    private boolean open = true;

    PartedWriter(GrownParts grown, String path) {
        this.grown = grown;
        this.path = path;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        needOpen();
        try {
            part().write(bytes, offset, length);
        } catch (IOException e) {
            throw BucketSpool.broken(path, e);
        }
        digest.update(bytes, offset, length);
        position += length;
    }

    private BucketWriter part() throws IOException {
        if (part == null) {
            part = grown.create(path, forced);
        }
        return part;
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized void force() throws IOException {
        needOpen();
        if (position > forced) {
            end();
        }
    }

    private void end() throws IOException {
        try (BucketWriter ended = part()) {
            ended.commit();
        } catch (IOException e) {
            throw BucketSpool.broken(path, e);
        }
        part = null;
        forced = position;
    }

    @Override
    public synchronized void commit() throws IOException {
        force();
        if (position == 0) {
            end();
        }
        open = false;
    }

    @Override
    public String sha256() {
        return Sha256.soFar(digest);
    }

    /** What was not forced is given up. */
    @Override
    public synchronized void close() throws IOException {
        open = false;
        if (part != null) {
            part.close();
            part = null;
        }
    }

    private void needOpen() throws IOException {
        if (!open) {
            throw new IOException("The spool object is closed");
        }
    }
}
