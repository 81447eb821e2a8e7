package dev.caravan.spool;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Writes one file, counting and hashing; what becomes of it at the end is the subclass's business. */
abstract class FileWriter extends SpoolWriter {
    private final byte[] buffer = new byte[1 << 16];
    private final MessageDigest digest = Sha256.digest();
    // Not a channel: an interrupted thread would close it in the middle of an object.
    private final FileOutputStream file;
    private int buffered;
    private long position;
    private boolean open = true;

    FileWriter(Path path) throws IOException {
        file = new FileOutputStream(new File(path.toString()));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (!open) {
            throw new IOException("The spool object is closed");
        }
        digest.update(bytes, offset, length);
        position += length;
        if (length > buffer.length - buffered) {
            flush();
        }
        if (length > buffer.length) {
            file.write(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, buffered, length);
            buffered += length;
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        file.write(buffer, 0, buffered);
        buffered = 0;
    }

    @Override
    public long position() {
        return position;
    }

    /** Others write on meanwhile. */
    @Override
    public void force() throws IOException {
        flush();
        file.getFD().sync();
    }

    @Override
    public void commit() throws IOException {
        if (!open) {
            throw new IOException("The spool object is closed");
        }
        force();
        open = false;
        file.close();
        publish();
    }

    @Override
    public String sha256() {
        return Sha256.soFar(digest);
    }

    @Override
    public void close() throws IOException {
        if (open) {
            open = false;
            try (file) {
                abandon();
            }
        }
    }

    /** The bytes are durable and the file is closed. */
    abstract void publish() throws IOException;

    /** Closed without commit. */
    abstract void abandon() throws IOException;
}
