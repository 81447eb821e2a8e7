package dev.caravan.batch;

import dev.caravan.spool.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts lines on their way through, and knows where the last whole one ends. */
final class LineCounter extends FilterOutputStream {
    private final long limit;
    private final MessageDigest digest;
    private long bytes;
    private long whole;
    private long lines;
    private int first = '\n';
    private int last = '\n';

    /** @param limit so many bytes are passed on; what comes behind them is only counted */
    LineCounter(OutputStream out, long limit) {
        super(out);
        this.limit = limit;
        this.digest = Sha256.digest();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
        out.write(buffer, from, (int) Math.max(0, Math.min(length, limit - bytes)));
        digest.update(buffer, from, length);
        for (int i = from; i < from + length; i++) {
            count(buffer[i]);
        }
    }

    /** The last line counts whether a line feed ends it or not. */
    long count() {
        return last == '\n' ? lines : lines + 1;
    }

    /** Lines that a line feed ends. */
    long wholeLines() {
        return lines;
    }

    /** How many bytes they have. */
    long wholeBytes() {
        return whole;
    }

    long bytes() {
        return bytes;
    }

    /** SHA-256 of all that came, passed on or not, in hex; ends counting. */
    String sha256() {
        return Sha256.hex(digest);
    }

    /** True for an empty file too. */
    boolean endsWithNewline() {
        return last == '\n';
    }

    /** Whether it could end here: the last line feed may be missing behind an object. */
    boolean endsWithObject() {
        return last == '}';
    }

    /** Whether it can be a file of results at all. */
    boolean beginsWithObject() {
        return first == '{';
    }

    private void count(byte b) {
        if (bytes == 0) {
            first = b;
        }
        bytes++;
        last = b;
        if (b == '\n') {
            lines++;
            whole = bytes;
        }
    }
}
