package dev.caravan.bucket;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** Cuts what is written into parts; how they travel is the subclass's business. */
abstract class PartWriter extends BucketWriter {
    static final int PART_BYTES = 8 << 20;
    /** S3 takes 10,000 parts; they double every 2,000, which makes room for 496 GiB. */
    private static final int PARTS_OF_A_SIZE = 2000;

    private final MessageDigest digest = digest("SHA-256");
    private byte[] buffer = new byte[1 << 13];
    private int buffered;
    private int parts;
    private long position;
    private boolean open = true;

    @Override
    public final void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public final void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        needOpen();
        digest.update(bytes, offset, length);
        int from = offset;
        int left = length;
        while (left > 0) {
            if (buffered == partBytes()) {
                part(buffer, buffered);
                parts++;
                buffered = 0;
            }
            int n = Math.min(left, partBytes() - buffered);
            room(buffered + n);
            System.arraycopy(bytes, from, buffer, buffered, n);
            buffered += n;
            from += n;
            left -= n;
        }
        position += length;
    }

    private int partBytes() {
        return PART_BYTES << (parts / PARTS_OF_A_SIZE);
    }

    private void room(int needed) {
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(partBytes(), Math.max(needed, buffer.length * 4)));
        }
    }

    @Override
    public final long position() {
        return position;
    }

    @Override
    public final BucketObject commit() throws IOException {
        needOpen();
        BucketObject made = finish(buffer, buffered);
        open = false;
        buffer = new byte[0];
        return made;
    }

    @Override
    public final String sha256() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The SHA-256 of every Java can be copied", e);
        }
    }

    @Override
    public final void close() throws IOException {
        if (open) {
            open = false;
            buffer = new byte[0];
            abandon();
        }
    }

    private void needOpen() throws IOException {
        if (!open) {
            throw new IOException("The object is closed");
        }
    }

    /** A part that is not the last one. */
    abstract void part(byte[] bytes, int length) throws IOException;

    /** The last part, which is the only one if {@link #part} was not called. */
    abstract BucketObject finish(byte[] bytes, int length) throws IOException;

    /** Closed without commit. */
    abstract void abandon() throws IOException;

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }
}
