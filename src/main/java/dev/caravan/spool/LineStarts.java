package dev.caravan.spool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Where the lines of a frame start; eight bytes are looked at in one step. */
final class LineStarts {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

    private int[] starts = new int[1001];
    private int count;

    /** Looks through lines that each end with a line feed. */
    void find(byte[] bytes, int length) {
        count = 0;
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long difference = (long) EIGHT.get(bytes, at) ^ LINE_FEEDS;
            // The highest bit of each byte that is a line feed, and no other bit.
            long found = ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
            for (; found != 0; found &= found - 1) {
                add(at + (Long.numberOfTrailingZeros(found) >> 3));
            }
        }
        for (; at < length; at++) {
            if (bytes[at] == '\n') {
                add(at);
            }
        }
    }

    private void add(int lineFeed) {
        count++;
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[count] = lineFeed + 1;
    }

    int count() {
        return count;
    }

    /** Of a line from 0 on; of {@link #count()}, where the last one ended. */
    int start(int line) {
        return starts[line];
    }
}
