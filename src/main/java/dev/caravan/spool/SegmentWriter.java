package dev.caravan.spool;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes a segment: lines in zstd frames, one after the other, each readable alone by {@link SegmentReader}. The object is
 * made with the first frame. Not thread-safe.
 */
public final class SegmentWriter implements Closeable {
    private static final int FRAME_LINES = 1000;
    private static final int FRAME_BYTES = 4 << 20;
    private static final int LEVEL = 1;

    private final Spool spool;
    private final String path;
    private final ZstdCompressCtx context =
            new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true).setContentSize(true);
    private byte[] lines = new byte[1 << 16];
    private byte[] compressed = new byte[0];
    private int length;
    private int count;
    private @Nullable SpoolWriter out;

    /** An unfinished segment of the same path is overwritten. */
    public SegmentWriter(Spool spool, String path) {
        this.spool = spool;
        this.path = path;
    }

    public String path() {
        return path;
    }

    /** Adds a line that holds no line feed; it is given without one. */
    public void add(byte[] bytes, int from, int size) {
        int needed = Math.addExact(length, size + 1);
        if (needed > lines.length) {
            lines = Arrays.copyOf(lines, Math.max(needed, (int) Math.min(lines.length * 2L, Integer.MAX_VALUE - 8)));
        }
        System.arraycopy(bytes, from, lines, length, size);
        length = needed;
        lines[length - 1] = '\n';
        count++;
    }

    /** Whether the frame should end here: 1,000 lines or 4 MB. */
    public boolean full() {
        return count >= FRAME_LINES || length >= FRAME_BYTES;
    }

    /** Writes the lines added so far as one frame, not yet durable. Returns its offset. */
    public long endFrame() throws IOException {
        if (out == null) {
            out = spool.grow(path);
        }
        long offset = out.position();
        int bound = Math.toIntExact(Zstd.compressBound(length));
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        int size = context.compressByteArray(compressed, 0, compressed.length, lines, 0, length);
        out.write(compressed, 0, size);
        length = 0;
        count = 0;
        return offset;
    }

    /** Makes all frames durable that have ended. Another thread may do so while lines are added to the next frame. */
    public void force() throws IOException {
        if (out != null) {
            out.force();
        }
    }

    /** Makes the segment durable and closes it; without a frame there is no object. */
    public void commit() throws IOException {
        if (out != null) {
            out.commit();
        }
    }

    /** Removes what was written; only for a closed segment that nothing refers to. */
    public void discard() throws IOException {
        if (out != null) {
            spool.delete(path);
        }
    }

    @Override
    public void close() throws IOException {
        context.close();
        if (out != null) {
            out.close();
        }
    }
}
