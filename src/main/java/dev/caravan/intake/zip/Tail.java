package dev.caravan.intake.zip;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that go by, and remembers the last of them: a zip says at its end how many entries it has. */
final class Tail extends FilterInputStream {
    private static final int END = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private final byte[] last = new byte[END + MAX_COMMENT];
    private long count;

    Tail(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = in.read(target, offset, length);
        for (int i = Math.max(0, n - last.length); i < n; i++) {
            last[(int) ((count + i) % last.length)] = target[offset + i];
        }
        count += Math.max(0, n);
        return n;
    }

    /** Reads on to the end. Gives the number of entries that stands there (its last 16 bits); -1 if there is none. */
    int entries() throws IOException {
        byte[] rest = new byte[1 << 14];
        while (read(rest, 0, rest.length) >= 0) {
            // only to get to the end
        }
        for (int comment = 0; comment <= MAX_COMMENT && comment + END <= count; comment++) {
            long at = count - comment - END;
            if (number(at, 4) == 0x06054B50 && number(at + 20, 2) == comment) {
                return (int) number(at + 10, 2);
            }
        }
        return -1;
    }

    private long number(long at, int bytes) {
        long number = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            number = number << 8 | last[(int) ((at + i) % last.length)] & 0xFF;
        }
        return number;
    }
}
