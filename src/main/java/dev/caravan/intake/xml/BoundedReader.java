package dev.caravan.intake.xml;

import dev.caravan.intake.RecordReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Text for a parser that keeps each tag, comment and CDATA section whole: one that is too long ends it. */
final class BoundedReader extends FilterReader {
    /** What the parser may have read ahead is not part of what is too long. */
    private static final int READ_AHEAD = 1 << 16;

    private long sinceEvent;

    BoundedReader(Reader in) {
        super(in);
    }

    /** The parser has told of what it read so far. */
    void event() {
        sinceEvent = 0;
    }

    boolean isTooLong() {
        return sinceEvent > RecordReader.MAX_RECORD_CHARS + READ_AHEAD;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (isTooLong()) {
            throw new IOException("too long");
        }
        int n = in.read(target, offset, length);
        sinceEvent += Math.max(0, n);
        return n;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }
}
