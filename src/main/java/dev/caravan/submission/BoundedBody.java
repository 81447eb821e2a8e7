package dev.caravan.submission;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that may not be longer than was said. */
final class BoundedBody extends FilterInputStream {
    private final long most;
    private long bytes;

    BoundedBody(InputStream in, Limits limits) {
        super(in);
        this.most = limits.bytes();
    }

    long bytes() {
        return bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        bytes += Math.max(0, read);
        if (bytes > most) {
            throw new BodyTooLong(most);
        }
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
