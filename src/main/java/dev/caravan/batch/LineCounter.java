package dev.caravan.batch;

import dev.caravan.spool.Sha256;
import dev.caravan.spool.SpoolWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Counts lines on their way through, and knows where the last whole one ends. */
final class LineCounter extends FilterOutputStream {
    private final SpoolWriter spool;
    private final long limit;
    /** Null where all is passed on, and hashed there. */
    private final @Nullable MessageDigest digest;

    private long bytes;
    private long whole;
    private long lines;
    private int first = '\n';
    private int last = '\n';

    /** @param limit so many bytes are passed on; what comes behind them is only counted */
    LineCounter(SpoolWriter out, long limit) {
        super(out);
        this.spool = out;
        this.limit = limit;
        this.digest = limit == Long.MAX_VALUE ? null : Sha256.digest();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
        if (length == 0) {
            return;
        }
        out.write(buffer, from, (int) Math.max(0, Math.min(length, limit - bytes)));
        if (digest != null) {
            digest.update(buffer, from, length);
        }
        first = bytes == 0 ? buffer[from] : first;
        last = buffer[from + length - 1];
        count(buffer, from, from + length);
        bytes += length;
    }

    private void count(byte[] buffer, int from, int to) {
        int feeds = 0;
        int end = -1;
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n') {
                feeds++;
                end = i;
            }
        }
        lines += feeds;
        whole = end < 0 ? whole : bytes + end + 1 - from;
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
        return digest == null ? spool.sha256() : Sha256.hex(digest);
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
}
