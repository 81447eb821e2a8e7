package dev.caravan.intake.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Adds a row of one strange character to the end of the text. If it comes back as a row of its own, every quote was closed;
 * the parser itself takes an open quote at the end for a closed one.
 */
final class EndMarked extends FilterReader {
    static final String MARK = "\uFFFF";
    static final String TAIL = "\n" + MARK + "\n";
    private int tail;

    EndMarked(Reader in) {
        super(in);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int n = tail > 0 ? -1 : in.read(target, offset, length);
        if (n >= 0) {
            return n;
        }
        if (tail == TAIL.length()) {
            return -1;
        }
        int count = Math.min(length, TAIL.length() - tail);
        TAIL.getChars(tail, tail + count, target, offset);
        tail += count;
        return count;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }
}
