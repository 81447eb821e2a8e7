package dev.caravan.submission;

import dev.caravan.submission.RefusedSubmission.Why;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits a body at line feeds and nothing else, counts its bytes, and holds no more than one line. */
final class BodyLines {
    private static final int CHUNK = 1 << 16;
    private static final byte[] FEED = {'\n'};

    private final InputStream in;
    private final Limits limits;
    private final byte[] chunk = new byte[CHUNK];
    private int at;
    private int end;
    private byte[] line = new byte[1 << 12];
    private int length;
    private long number;
    private long bytes;

    BodyLines(InputStream in, Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** Goes to the next line that is not blank; false at the end. */
    boolean next() throws IOException, RefusedSubmission {
        do {
            length = 0;
            if (!read()) {
                return false;
            }
            number++;
        } while (isBlank());
        return true;
    }

    /** Puts everything that follows behind this line: it is one object over several lines. */
    void rest() throws IOException, RefusedSubmission {
        append(FEED, 0, FEED.length);
        while (read()) {
            append(FEED, 0, FEED.length);
        }
    }

    /** From 1, blank ones counted. */
    long number() {
        return number;
    }

    byte[] buffer() {
        return line;
    }

    int length() {
        return length;
    }

    /** Bytes so far. */
    long bytes() {
        return bytes;
    }

    private boolean read() throws IOException, RefusedSubmission {
        boolean any = false;
        while (true) {
            if (at == end && !fill()) {
                return any;
            }
            any = true;
            int feed = at;
            while (feed < end && chunk[feed] != '\n') {
                feed++;
            }
            append(chunk, at, feed - at);
            at = feed;
            if (feed < end) {
                at++;
                return true;
            }
        }
    }

    private boolean fill() throws IOException, RefusedSubmission {
        at = 0;
        end = Math.max(0, in.read(chunk));
        bytes += end;
        if (bytes > limits.bytes()) {
            throw RefusedSubmission.whole(
                    Why.TOO_LARGE,
                    "The body is larger than " + limits.bytes()
                            + " bytes (caravan.http.max-bytes, counted without compression). Send it in parts; nothing"
                            + " of it was accepted");
        }
        return end > 0;
    }

    private void append(byte[] from, int offset, int count) throws RefusedSubmission {
        if ((long) length + count > limits.lineBytes()) {
            throw RefusedSubmission.line(
                    number + 1,
                    null,
                    "the line is longer than " + limits.lineBytes() + " bytes (caravan.http.max-line)");
        }
        if (line.length - length < count) {
            line = Arrays.copyOf(line, Math.max(length + count, (int) Math.min(limits.lineBytes(), 2L * line.length)));
        }
        System.arraycopy(from, offset, line, length, count);
        length += count;
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
