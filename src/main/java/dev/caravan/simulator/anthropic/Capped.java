package dev.caravan.simulator.anthropic;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is refused as soon as it is too long. */
final class Capped extends FilterInputStream {
    private final long max;
    private long read;

    Capped(InputStream body, long max) {
        super(body);
        this.max = max;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int n = super.read(bytes, from, length);
        count(Math.max(0, n));
        return n;
    }

    private void count(int bytes) {
        read += bytes;
        if (read > max) {
            throw tooLarge();
        }
    }

    static AnthropicException tooLarge() {
        return new AnthropicException(413, "Request exceeds the maximum size");
    }
}
