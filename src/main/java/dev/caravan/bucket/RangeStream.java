package dev.caravan.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads an object in ranges that grow from 256 KiB to 8 MiB, so that short reads stay cheap. */
final class RangeStream extends InputStream {
    private static final int FIRST = 256 << 10;
    private static final int LONGEST = 8 << 20;

    /** One call. */
    interface Ranges {
        byte[] read(long offset, int length) throws IOException;
    }

    private final Ranges ranges;
    private long offset;
    private int length = FIRST;
    private byte[] block = new byte[0];
    private int position;
    private boolean ended;

    RangeStream(Ranges ranges, long offset) {
        this.ranges = ranges;
        this.offset = offset;
    }

    @Override
    public int read() throws IOException {
        return fill() ? block[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, target.length);
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(count, block.length - position);
        System.arraycopy(block, position, target, from, n);
        position += n;
        return n;
    }

    @Override
    public int available() {
        return block.length - position;
    }

    private boolean fill() throws IOException {
        if (position < block.length) {
            return true;
        }
        if (ended) {
            return false;
        }
        byte[] next = ranges.read(offset, length);
        ended = next.length < length;
        offset += next.length;
        block = next;
        position = 0;
        length = Math.min(length * 2, LONGEST);
        return next.length > 0;
    }
}
