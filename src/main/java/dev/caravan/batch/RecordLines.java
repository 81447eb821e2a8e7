package dev.caravan.batch;

import dev.caravan.ledger.Assembly.InputAt;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.spool.SegmentReader;
import dev.caravan.spool.Spool;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Single records as they lie in the spool: what came in, what was sent, what came back. Thread-safe. */
public final class RecordLines {
    private static final int LONGEST = 1_000_000;
    private static final int AT_ONCE = 64 * 1024;

    private final Spool spool;

    public RecordLines(Spool spool) {
        this.spool = spool;
    }

    /** @param whole false if it is longer than a million bytes and ends there */
    public record Line(String text, boolean whole) {}

    /** @throws IOException if the spool does not have it there */
    public byte[] input(InputAt at) throws IOException {
        return new SegmentReader(spool).line(at.segment(), at.offset(), at.index());
    }

    /**
     * A line by its number, from 0: reads the file up to there, and holds nothing of it.
     *
     * @throws IOException if the spool does not have it there
     */
    public Line request(String path, long number) throws IOException {
        try (InputStream in = spool.open(path, 0)) {
            byte[] buffer = new byte[AT_ONCE];
            long passed = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int from = 0;
                while (passed < number) {
                    int end = lineFeed(buffer, from, n);
                    if (end < 0) {
                        break;
                    }
                    from = end + 1;
                    passed++;
                }
                if (passed == number && from < n) {
                    return line(in, buffer, from, n);
                }
            }
            throw new EOFException(path + " has no line " + (number + 1));
        }
    }

    /** @throws IOException if the spool does not have it there */
    public Line result(ResultFile file, ResultAt at) throws IOException {
        try (InputStream in = spool.open(file.path(), at.offset())) {
            byte[] buffer = new byte[AT_ONCE];
            int n = in.readNBytes(buffer, 0, AT_ONCE);
            if (n == 0) {
                throw new EOFException("There is no result at " + file.path() + ":" + at.offset());
            }
            return line(in, buffer, 0, n);
        }
    }

    /** What begins in the buffer goes on in the stream. */
    private static Line line(InputStream in, byte[] buffer, int start, int filled) throws IOException {
        var line = new ByteArrayOutputStream();
        int from = start;
        int n = filled;
        while (n >= 0 && line.size() < LONGEST) {
            int end = lineFeed(buffer, from, n);
            line.write(buffer, from, Math.min((end < 0 ? n : end) - from, LONGEST - line.size()));
            if (end >= 0) {
                return new Line(line.toString(StandardCharsets.UTF_8), line.size() < LONGEST);
            }
            from = 0;
            n = in.read(buffer);
        }
        return new Line(line.toString(StandardCharsets.UTF_8), line.size() < LONGEST);
    }

    /** Where the next one is; -1 if there is none before {@code to}. */
    private static int lineFeed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
