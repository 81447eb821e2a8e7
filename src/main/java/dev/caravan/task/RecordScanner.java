package dev.caravan.task;

import java.util.Arrays;

/** Finds the top-level keys and values of one compact JSON object. */
final class RecordScanner {
    private final byte[] line;
    private int[] spans = new int[32];
    private int used;

    RecordScanner(byte[] line) {
        this.line = line;
    }

    /** Four offsets a field: key from and to, value from and to, quotes included. */
    int[] spans() {
        int at = expect(0, '{');
        if (byteAt(at) == '}') {
            return end(at);
        }
        while (true) {
            int key = at;
            int keyEnd = textEnd(key);
            int value = expect(keyEnd, ':');
            at = valueEnd(value);
            add(key, keyEnd, value, at);
            if (byteAt(at) == '}') {
                return end(at);
            }
            at = expect(at, ',');
        }
    }

    private int[] end(int brace) {
        if (brace != line.length - 1) {
            throw broken(brace + 1);
        }
        return Arrays.copyOf(spans, used);
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
        for (byte b = byteAt(at); b != '"'; b = byteAt(at)) {
            at += b == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private int expect(int at, char wanted) {
        if (byteAt(at) != wanted) {
            throw broken(at);
        }
        return at + 1;
    }

    private byte byteAt(int at) {
        if (at >= line.length) {
            throw broken(at);
        }
        return line[at];
    }

    private static IllegalArgumentException broken(int at) {
        return new IllegalArgumentException("Not a compact JSON object (byte " + at + ")");
    }
}
