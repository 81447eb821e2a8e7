package dev.caravan.batch;

import java.io.OutputStream;
import java.util.Arrays;

/** Lines in memory, one behind the other, whose bytes can be looked at without a copy. Not thread-safe. */
final class LineBuffer extends OutputStream {
    private byte[] bytes;
    private int size;

    /** @param usual bytes that it mostly has to hold */
    LineBuffer(int usual) {
        bytes = new byte[usual];
    }

    @Override
    public void write(int b) {
        room(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int from, int length) {
        room(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(size, more), (int) Math.min(bytes.length * 2L, 1 << 30)));
        }
    }

    /** What was written from 0 to {@link #size()}; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Forgets what was written from here on. */
    void cut(int from) {
        size = from;
    }
}
