package dev.caravan.batch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts lines on their way through. */
final class LineCounter extends FilterOutputStream {
    private long lines;
    private int last = '\n';

    LineCounter(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        count((byte) b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        for (int i = from; i < from + length; i++) {
            count(bytes[i]);
        }
    }

    /** The last line counts whether a line feed ends it or not. */
    long count() {
        return last == '\n' ? lines : lines + 1;
    }

    /** True for an empty file too. */
    boolean endsWithNewline() {
        return last == '\n';
    }

    /** Whether it could end here: the last line feed may be missing behind an object. */
    boolean endsWithObject() {
        return last == '}';
    }

    private void count(byte b) {
        last = b;
        if (b == '\n') {
            lines++;
        }
    }
}
