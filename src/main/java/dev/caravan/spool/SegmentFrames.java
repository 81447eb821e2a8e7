package dev.caravan.spool;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** All frames of a segment from its beginning on, without knowing where they are; zeros between them are passed over. */
public final class SegmentFrames implements Closeable {
    private static final int[] MAGIC = {0x28, 0xB5, 0x2F, 0xFD};
    private static final int RLE = 1;

    private final String path;
    private final InputStream in;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private long offset;

    public SegmentFrames(Spool spool, String path) throws IOException {
        this.path = path;
        this.in = new BufferedInputStream(spool.open(path, 0), 1 << 16);
    }

    /**
     * The lines of the next frame, each with its line feed; null at the end. A frame that is cut off at the end of the segment
     * is one that a crash left: nobody has ever counted on it.
     *
     * @throws DamagedSegmentException if there is something else than frames
     */
    public byte @Nullable [] next() throws IOException {
        offset += frame.size();
        frame.reset();
        int first = in.read();
        while (first == 0) {
            first = in.read();
            offset++;
        }
        if (first < 0) {
            return null;
        }
        frame.write(first);
        try {
            copy(MAGIC.length - 1);
            byte[] begin = frame.toByteArray();
            for (int i = 0; i < MAGIC.length; i++) {
                if ((begin[i] & 0xFF) != MAGIC[i]) {
                    throw new DamagedSegmentException("Segment " + path + " holds something that is no frame");
                }
            }
            blocks();
        } catch (EOFException e) {
            return null;
        }
        byte[] compressed = frame.toByteArray();
        try {
            return Zstd.decompress(compressed, Math.toIntExact(Zstd.getFrameContentSize(compressed)));
        } catch (ZstdException | ArithmeticException | NegativeArraySizeException e) {
            throw new DamagedSegmentException("Segment " + path + " can't be decompressed: " + e.getMessage());
        }
    }

    /** Where the frame begins that {@link #next} gave last. */
    public long offset() {
        return offset;
    }

    /** The rest of a frame as RFC 8878 has it: its header, blocks up to the last, a checksum. */
    private void blocks() throws IOException {
        int flags = copyByte();
        boolean single = (flags & 0x20) != 0;
        int dictionary = new int[] {0, 1, 2, 4}[flags & 3];
        int size = new int[] {single ? 1 : 0, 2, 4, 8}[flags >> 6];
        copy((single ? 0 : 1) + dictionary + size);
        boolean last = false;
        while (!last) {
            int header = copyByte() | copyByte() << 8 | copyByte() << 16;
            last = (header & 1) == 1;
            copy((header >> 1 & 3) == RLE ? 1 : header >> 3);
        }
        copy((flags & 4) != 0 ? 4 : 0);
    }

    private int copyByte() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        frame.write(b);
        return b;
    }

    private void copy(int bytes) throws IOException {
        byte[] some = in.readNBytes(bytes);
        if (some.length < bytes) {
            throw new EOFException();
        }
        frame.write(some, 0, bytes);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
