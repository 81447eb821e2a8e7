package dev.caravan.retention;

import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Blanks one line in a copy of a file: it becomes {@code {}} and blanks, as long as it was, so that no other line moves. */
final class LineEraser {
    private static final int BUFFER = 1 << 16;
    private final Spool spool;

    LineEraser(Spool spool) {
        this.spool = spool;
    }

    /**
     * Writes the copy.
     *
     * @param number of the line, from 0; -1 where {@code offset} says where it begins
     * @return SHA-256 of the copy
     */
    String copy(String from, String to, long number, long offset) throws IOException {
        return copy(from, to, number, offset, "{}");
    }

    /** @param blank what the line becomes instead; no longer than it was */
    String copy(String from, String to, long number, long offset, String blank) throws IOException {
        spool.delete(to);
        try (InputStream in = new BufferedInputStream(spool.open(from, 0), BUFFER);
                SpoolWriter out = spool.create(to)) {
            var copied = new Copied(out);
            long lines = 0;
            int b = 0;
            while (b >= 0 && (number < 0 ? copied.bytes < offset : lines < number)) {
                b = in.read();
                copied.put(b);
                lines += b == '\n' ? 1 : 0;
            }
            int at = 0;
            b = b < 0 ? b : in.read();
            while (b >= 0 && b != '\n') {
                copied.put(at < blank.length() ? blank.charAt(at) : ' ');
                at++;
                b = in.read();
            }
            copied.put(b);
            copied.flush();
            in.transferTo(out);
            out.commit();
            return out.sha256();
        }
    }

    private static final class Copied {
        private final SpoolWriter out;
        private final byte[] buffer = new byte[BUFFER];
        private int filled;
        private long bytes;

        Copied(SpoolWriter out) {
            this.out = out;
        }

        /** The end of a file is passed over. */
        void put(int b) throws IOException {
            if (b < 0) {
                return;
            }
            if (filled == BUFFER) {
                flush();
            }
            buffer[filled++] = (byte) b;
            bytes++;
        }

        void flush() throws IOException {
            out.write(buffer, 0, filled);
            filled = 0;
        }
    }
}
