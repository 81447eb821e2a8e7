package dev.caravan.provider.vertex;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An object of known size: one that ends early is an error, and its last line ends even where it was left open. */
final class WholeObject extends FilterInputStream {
    private long left;
    private boolean open;

    WholeObject(InputStream in, long size) {
        super(in);
        this.left = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int n = in.read(into, from, length);
        if (n > 0) {
            left -= n;
            open = into[from + n - 1] != '\n';
            return n;
        }
        if (left > 0) {
            throw new EOFException(left + " bytes of the object are missing");
        }
        if (!open) {
            return -1;
        }
        open = false;
        into[from] = '\n';
        return 1;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
