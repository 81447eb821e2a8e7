package dev.caravan.intake.jsonl;

import dev.caravan.intake.RecordReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/** Splits text at line feeds and nothing else (U+2028 may stand in JSON), keeping at most one line of allowed length. */
final class Lines implements Closeable {
    private final Reader text;
    private final char[] buffer = new char[1 << 14];
    private int from;
    private int to;
    private char[] line = new char[1 << 12];
    private int length;
    private boolean tooLong;
    private long number;

    Lines(Reader text) {
        this.text = text;
    }

    /** Moves to the next line; false at the end. */
    boolean next() throws IOException {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (from < to || fill()) {
            if (!any) {
                any = true;
                number++;
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            append(end - from);
            from = end;
            if (end < to) {
                from++;
                return true;
            }
        }
        return any;
    }

    private void append(int n) {
        if (tooLong || length + n > RecordReader.MAX_RECORD_CHARS) {
            tooLong = true;
            return;
        }
        if (length + n > line.length) {
            line = Arrays.copyOf(line, Math.max(length + n, line.length * 2));
        }
        System.arraycopy(buffer, from, line, length, n);
        length += n;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, text.read(buffer, 0, buffer.length));
        return to > 0;
    }

    /** Valid from 0 to {@link #length()}. */
    char[] chars() {
        return line;
    }

    int length() {
        return length;
    }

    boolean isTooLong() {
        return tooLong;
    }

    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            char c = line[i];
            if (c != ' ' && c != '\t' && c != '\r') {
                return false;
            }
        }
        return !tooLong;
    }

    /** From 1. */
    long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
