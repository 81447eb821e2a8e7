package dev.caravan.intake.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Text whose beginning is looked at before it is read. Other than PushbackReader it never reads ahead on its own. */
final class Replay extends FilterReader {
    private static final int LOOK_AHEAD = 1 << 16;
    private final char[] seen = new char[LOOK_AHEAD];
    private int length;
    private int at;

    Replay(Reader in) {
        super(in);
    }

    /** The character at this place of the beginning; -1 if there is none, or if it is too far away to look at. */
    int peek(int index) throws IOException {
        while (index >= length) {
            int n = length == seen.length ? -1 : in.read(seen, length, seen.length - length);
            if (n < 0) {
                return -1;
            }
            length += n;
        }
        return seen[index];
    }

    @Override
    public int read(char[] target, int offset, int wanted) throws IOException {
        if (at == length) {
            return in.read(target, offset, wanted);
        }
        int n = Math.min(wanted, length - at);
        System.arraycopy(seen, at, target, offset, n);
        at += n;
        return n;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }
}
