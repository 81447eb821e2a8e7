package dev.caravan.spool;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/**
 * Reads lines of segments. Cheap when asked in ascending order: each frame is decompressed once and the last one is kept.
 * Holds no file open. Not thread-safe.
 */
public final class SegmentReader {
    private static final int HEADER_BYTES = 18;
    private final Spool spool;
    private String segment = "";
    private long offset = -1;
    private byte[] frame = new byte[0];
    private int[] starts = new int[1001];
    private int lines;

    public SegmentReader(Spool spool) {
        this.spool = spool;
    }

    /**
     * One line without its line feed, in an array of its own.
     *
     * @param path of the segment
     * @param at where its frame starts, in bytes
     * @param index of the line in the frame, from 0
     * @throws DamagedSegmentException if it is not there, and never will be
     */
    public byte[] line(String path, long at, int index) throws IOException {
        if (at != offset || !path.equals(segment)) {
            load(path, at);
        }
        if (index < 0 || index >= lines) {
            throw new DamagedSegmentException("Segment " + path + " has no line " + index + " in the frame at " + at
                    + "; it has " + lines + " lines");
        }
        return Arrays.copyOfRange(frame, starts[index], starts[index + 1] - 1);
    }

    private void load(String path, long at) throws IOException {
        offset = -1;
        frame = read(path, at);
        index();
        segment = path;
        offset = at;
    }

    private byte[] read(String path, long at) throws IOException {
        try (InputStream in = new BufferedInputStream(spool.open(path, at), 1 << 16)) {
            in.mark(HEADER_BYTES);
            byte[] header = in.readNBytes(HEADER_BYTES);
            long size = header.length == 0 ? 0 : Zstd.getFrameContentSize(header);
            if (size <= 0 || size > Integer.MAX_VALUE - 8) {
                throw new DamagedSegmentException("Segment " + path + " has no frame at " + at);
            }
            in.reset();
            return decompress(in, path, at, (int) size);
        } catch (NoSuchFileException e) {
            throw isThere() ? new DamagedSegmentException("Segment " + path + " is not in the spool any more") : e;
        }
    }

    private static byte[] decompress(InputStream in, String path, long at, int size) throws IOException {
        byte[] bytes;
        try (InputStream zstd = new ZstdInputStreamNoFinalizer(in)) {
            bytes = zstd.readNBytes(size);
            if (bytes.length == size) {
                checkEnd(zstd);
            }
        } catch (ZstdIOException e) {
            throw new DamagedSegmentException(
                    "Segment " + path + " can't be decompressed in the frame at " + at + ": " + e.getMessage());
        }
        if (bytes.length < size) {
            throw new DamagedSegmentException("Segment " + path + " ends inside the frame at " + at);
        }
        return bytes;
    }

    /** The frame's checksum stands behind its last byte and is looked at by whoever asks for more. */
    private static void checkEnd(InputStream zstd) throws IOException {
        try {
            int unused = zstd.read();
        } catch (ZstdIOException e) {
            boolean cutOff = String.valueOf(e.getMessage()).startsWith("Truncated");
            if (cutOff || e.getErrorCode() == Zstd.errChecksumWrong()) {
                throw e;
            }
        }
    }

    /** A spool that is not mounted has no marks of its owner either; then nothing is known of the segment. */
    private boolean isThere() throws IOException {
        return SpoolOwner.last(spool).isPresent();
    }

    private void index() {
        lines = 0;
        starts[0] = 0;
        for (int i = 0; i < frame.length; i++) {
            if (frame[i] == '\n') {
                lines++;
                if (lines == starts.length) {
                    starts = Arrays.copyOf(starts, starts.length * 2);
                }
                starts[lines] = i + 1;
            }
        }
    }
}
