package dev.caravan.spool;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;

/** Blanks lines of a segment in a copy of it: the frame is zeroed where it was and written again at the end. */
public final class SegmentEraser {
    private static final int BUFFER = 1 << 16;
    private final Spool spool;

    public SegmentEraser(Spool spool) {
        this.spool = spool;
    }

    /**
     * Writes the copy; no other frame moves.
     *
     * @param end of the frame, in bytes; 0: it is the last one
     * @param lines of the frame
     * @param indexes of the lines that become {@code {}} and blanks, as long as they were
     * @return where the frame is in the copy
     */
    public long copy(String from, String to, long offset, long end, int lines, Set<Integer> indexes)
            throws IOException {
        byte[] frame;
        try {
            frame = blanked(from, offset, lines, indexes);
        } catch (DamagedSegmentException e) {
            // Nobody can read it any more, and now nothing is left of it.
            frame = new byte[0];
        }
        spool.delete(to);
        try (InputStream in = spool.open(from, 0);
                SpoolWriter out = spool.create(to)) {
            pass(in, out, offset);
            if (end > 0) {
                in.skipNBytes(end - offset);
                zeros(out, end - offset);
                in.transferTo(out);
            } else {
                zeros(out, spool.size(from) - offset);
            }
            long at = frame.length == 0 ? offset : out.position();
            out.write(frame);
            out.commit();
            return at;
        }
    }

    private byte[] blanked(String segment, long offset, int lines, Set<Integer> indexes) throws IOException {
        var reader = new SegmentReader(spool);
        var plain = new ByteArrayOutputStream();
        for (int i = 0; i < lines; i++) {
            byte[] line = reader.line(segment, offset, i);
            if (indexes.contains(i)) {
                blank(line);
            }
            plain.write(line);
            plain.write('\n');
        }
        byte[] bytes = plain.toByteArray();
        try (var context = new ZstdCompressCtx().setLevel(1).setChecksum(true).setContentSize(true)) {
            byte[] compressed = new byte[Math.toIntExact(Zstd.compressBound(bytes.length))];
            int size = context.compressByteArray(compressed, 0, compressed.length, bytes, 0, bytes.length);
            return Arrays.copyOf(compressed, size);
        }
    }

    /** An empty object as long as the line was. */
    private static void blank(byte[] line) {
        Arrays.fill(line, (byte) ' ');
        if (line.length > 1) {
            line[0] = '{';
            line[1] = '}';
        }
    }

    private static void pass(InputStream in, SpoolWriter out, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = bytes;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(left, BUFFER));
            if (n < 0) {
                throw new EOFException("The segment ends before its frame at " + bytes);
            }
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    private static void zeros(SpoolWriter out, long bytes) throws IOException {
        byte[] zeros = new byte[BUFFER];
        for (long left = bytes; left > 0; left -= BUFFER) {
            out.write(zeros, 0, (int) Math.min(left, BUFFER));
        }
    }
}
