package dev.caravan.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Finds the top-level keys and values of compact JSON objects, one after the other. Not thread-safe. */
final class RecordScanner {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long QUOTES = 0x2222222222222222L;
    private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private byte[] line = new byte[0];
    private int start;
    private int limit;
    private int[] spans = new int[32];
    private int used;

    /** Offsets of the last object, four a field: key from and to, value from and to, quotes included. */
    int[] spans() {
        return spans;
    }

    /** How many offsets there are. */
    int used() {
        return used;
    }

    /**
     * Looks through one object.
     *
     * @throws IllegalArgumentException if these bytes are none
     */
    void scan(byte[] bytes, int from, int to) {
        line = bytes;
        start = from;
        limit = to;
        used = 0;
        int at = expect(from, '{');
        if (byteAt(at) == '}') {
            end(at);
            return;
        }
        while (true) {
            int key = at;
            int keyEnd = textEnd(key);
            int value = expect(keyEnd, ':');
            at = valueEnd(value);
            add(key, keyEnd, value, at);
            if (byteAt(at) == '}') {
                end(at);
                return;
            }
            at = expect(at, ',');
        }
    }

    private void end(int brace) {
        if (brace != limit - 1) {
            throw broken(brace + 1);
        }
    }

    private void add(int key, int keyEnd, int value, int valueEnd) {
        if (used == spans.length) {
            spans = Arrays.copyOf(spans, used * 2);
        }
        spans[used++] = key;
        spans[used++] = keyEnd;
        spans[used++] = value;
        spans[used++] = valueEnd;
    }

    private int valueEnd(int from) {
        byte first = byteAt(from);
        if (first == '"') {
            return textEnd(from);
        }
        int depth = 0;
        int at = from;
        while (true) {
            byte b = byteAt(at);
            if (b == '"') {
                at = textEnd(at);
                continue;
            }
            if (b == '{' || b == '[') {
                depth++;
            } else if (depth > 0 && (b == '}' || b == ']')) {
                depth--;
            } else if (depth == 0 && (b == ',' || b == '}')) {
                if (at == from) {
                    throw broken(at);
                }
                return at;
            }
            at++;
        }
    }

    private int textEnd(int quote) {
        int at = expect(quote, '"');
        while (true) {
            at = quoteOrBackslash(at);
            if (byteAt(at) == '"') {
                return at + 1;
            }
            at += 2;
        }
    }

    /** The next of the two; the limit if there is none. Looks at eight bytes in one step. */
    private int quoteOrBackslash(int from) {
        int at = from;
        for (; at <= limit - Long.BYTES; at += Long.BYTES) {
            long eight = (long) EIGHT.get(line, at);
            long quotes = eight ^ QUOTES;
            long backslashes = eight ^ BACKSLASHES;
            // The lowest bit that is set belongs to the first byte that is one of them.
            long found = ((quotes - ONES & ~quotes) | (backslashes - ONES & ~backslashes)) & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (at < limit && line[at] != '"' && line[at] != '\\') {
            at++;
        }
        return at;
    }

    private int expect(int at, char wanted) {
        if (byteAt(at) != wanted) {
            throw broken(at);
        }
        return at + 1;
    }

    private byte byteAt(int at) {
        if (at >= limit) {
            throw broken(at);
        }
        return line[at];
    }

    private IllegalArgumentException broken(int at) {
        return new IllegalArgumentException("Not a compact JSON object (byte " + (at - start) + ")");
    }
}
