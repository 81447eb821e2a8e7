package dev.caravan.spool;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
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
    /** Read at once: a frame of 1,000 usual lines and the next ones. */
    private static final int AHEAD = 1 << 18;

    private final Spool spool;
    private final LineStarts lines = new LineStarts();
    private String segment = "";
    private long offset = -1;
    private byte[] frame = new byte[0];
    private int from;
    private int to;
    private byte[] packed = new byte[0];
    private String packedOf = "";
    private long packedFrom;
    private int packedLength;

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
        seek(path, at, index);
        return Arrays.copyOfRange(frame, from, to);
    }

    /**
     * Goes to a line, which then lies in {@link #bytes()} from {@link #from()} to {@link #to()} until the next call.
     *
     * @throws DamagedSegmentException as {@link #line}
     */
    public void seek(String path, long at, int index) throws IOException {
        if (at != offset || !path.equals(segment)) {
            load(path, at);
        }
        if (index < 0 || index >= lines.count()) {
            throw new DamagedSegmentException("Segment " + path + " has no line " + index + " in the frame at " + at
                    + "; it has " + lines.count() + " lines");
        }
        from = lines.start(index);
        to = lines.start(index + 1) - 1;
    }

    /** Where the line lies among others; not to be changed. */
    public byte[] bytes() {
        return frame;
    }

    public int from() {
        return from;
    }

    /** Where its line feed is. */
    public int to() {
        return to;
    }

    private void load(String path, long at) throws IOException {
        offset = -1;
        int size = unpack(path, at);
        if (size < 0) {
            frame = read(path, at);
            size = frame.length;
        }
        lines.find(frame, size);
        segment = path;
        offset = at;
    }

    /** Takes the frame out of what was read ahead; -1 if it does not lie there whole and sound. */
    private int unpack(String path, long at) throws IOException {
        int packedSize = packedSize(path, at);
        if (packedSize < 0) {
            readAhead(path, at);
            packedSize = packedSize(path, at);
        }
        int start = (int) (at - packedFrom);
        long size = packedSize < 0 ? -1 : Zstd.getFrameContentSize(packed, start, packedSize);
        if (size <= 0 || size > Integer.MAX_VALUE - 8) {
            return -1;
        }
        if (frame.length < size) {
            frame = new byte[(int) size];
        }
        try {
            long unpacked = Zstd.decompressByteArray(frame, 0, (int) size, packed, start, packedSize);
            return unpacked == size ? (int) size : -1;
        } catch (ZstdException e) {
            return -1;
        }
    }

    /** Of a frame that was read ahead whole; -1 if it was not. */
    private int packedSize(String path, long at) {
        if (at < packedFrom || at >= packedFrom + packedLength || !path.equals(packedOf)) {
            return -1;
        }
        int start = (int) (at - packedFrom);
        try {
            return (int) Zstd.findFrameCompressedSize(packed, start, packedLength - start);
        } catch (ZstdException e) {
            return -1;
        }
    }

    private void readAhead(String path, long at) throws IOException {
        packedLength = 0;
        if (packed.length == 0) {
            packed = new byte[AHEAD];
        }
        try (InputStream in = spool.open(path, at)) {
            packedLength = in.readNBytes(packed, 0, AHEAD);
        } catch (NoSuchFileException e) {
            throw gone(path, e);
        }
        packedOf = path;
        packedFrom = at;
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
            throw gone(path, e);
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
    private IOException gone(String path, NoSuchFileException e) throws IOException {
        return SpoolOwner.last(spool).isPresent()
                ? new DamagedSegmentException("Segment " + path + " is not in the spool any more")
                : e;
    }
}
