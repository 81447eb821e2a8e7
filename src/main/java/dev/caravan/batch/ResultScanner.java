package dev.caravan.batch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Walks the lines of a result file with their offsets. Splits at line feeds only; a line never ends at U+0085 or U+2028. */
final class ResultScanner implements AutoCloseable {
    static final int LONGEST_LINE = 64 * 1024 * 1024;

    private final InputStream in;
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private long offsetOfStart;
    private boolean eof;

    private int lineFrom;
    private int lineTo;
    private long lineOffset;

    ResultScanner(InputStream in, long offset) {
        this.in = in;
        this.offsetOfStart = offset;
    }

    /** Moves to the next line that is not blank; lines longer than {@link #LONGEST_LINE} bytes are passed over. */
    boolean next() throws IOException {
        while (true) {
            int newline = find();
            if (newline < 0 && start == end) {
                return false;
            }
            int stop = newline < 0 ? end : newline;
            lineFrom = start;
            lineTo = stop > start && buffer[stop - 1] == '\r' ? stop - 1 : stop;
            lineOffset = offsetOfStart;
            int consumed = (newline < 0 ? stop : newline + 1) - start;
            start += consumed;
            offsetOfStart += consumed;
            if (lineTo > lineFrom) {
                return true;
            }
        }
    }

    byte[] buffer() {
        return buffer;
    }

    int from() {
        return lineFrom;
    }

    int to() {
        return lineTo;
    }

    /** Where the line starts in the file. */
    long offset() {
        return lineOffset;
    }

    /** Where {@link #next} looks on in the file. */
    long position() {
        return offsetOfStart;
    }

    /** Passes over what lies before an offset, which must not be behind {@link #position}. */
    void skipTo(long offset) throws IOException {
        while (offsetOfStart < offset && (start < end || fill())) {
            int passed = (int) Math.min(end - start, offset - offsetOfStart);
            start += passed;
            offsetOfStart += passed;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int find() throws IOException {
        int looked = 0;
        while (true) {
            for (int i = start + looked; i < end; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            looked = end - start;
            if (looked >= LONGEST_LINE) {
                skipRestOfLine();
                looked = 0;
            } else if (!fill()) {
                return -1;
            }
        }
    }

    /** Makes room and reads on; the unread part stays at the front. */
    private boolean fill() throws IOException {
        if (eof) {
            return false;
        }
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int n = in.read(buffer, end, buffer.length - end);
        if (n < 0) {
            eof = true;
            return false;
        }
        end += n;
        return true;
    }

    private void skipRestOfLine() throws IOException {
        while (!eof) {
            offsetOfStart += end - start;
            start = end = 0;
            fill();
            for (int i = start; i < end; i++) {
                if (buffer[i] == '\n') {
                    offsetOfStart += i + 1 - start;
                    start = i + 1;
                    return;
                }
            }
        }
        offsetOfStart += end - start;
        start = end = 0;
    }
}
