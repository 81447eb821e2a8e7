package dev.caravan.intake;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Bytes that were read already, then the others, or how reading on failed. */
final class RestOfFile extends InputStream {
    private final byte[] read;
    private final int end;
    private final InputStream rest;
    private final @Nullable IOException failure;
    private int at;

    /** @param rest closed with this */
    RestOfFile(byte[] read, int from, int end, InputStream rest, @Nullable IOException failure) {
        this.read = read;
        this.at = from;
        this.end = end;
        this.rest = rest;
        this.failure = failure;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (at < end) {
            int n = Math.min(length, end - at);
            System.arraycopy(read, at, target, offset, n);
            at += n;
            return n;
        }
        if (failure != null) {
            throw failure;
        }
        return rest.read(target, offset, length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
