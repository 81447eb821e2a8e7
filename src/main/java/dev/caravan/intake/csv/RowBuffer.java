package dev.caravan.intake.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import dev.caravan.intake.RecordReader;
import java.util.Arrays;

/** Takes the fields of one row after the other into the same memory; counts fields beyond the columns, keeps none. */
final class RowBuffer extends AbstractBaseCsvCallbackHandler<RowBuffer> {
    private char[] text = new char[1 << 12];
    private int[] ends;
    private int length;
    private int count;
    private final long linesBefore;
    private long line;
    private boolean tooLong;

    /** @param linesBefore what is parsed, in its file */
    RowBuffer(int maxFields, long linesBefore) {
        this.ends = new int[maxFields];
        this.linesBefore = linesBefore;
        this.line = linesBefore + 1;
    }

    /** From now on rows have this many fields. */
    void expect(int fields) {
        ends = Arrays.copyOf(ends, fields);
    }

    @Override
    protected void handleBegin(long startingLine) {
        line = linesBefore + startingLine;
        length = 0;
        count = 0;
        tooLong = false;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int size, boolean quoted) {
        count++;
        if (index >= ends.length || tooLong) {
            return;
        }
        if (length + size > RecordReader.MAX_RECORD_CHARS) {
            tooLong = true;
            return;
        }
        if (length + size > text.length) {
            text = Arrays.copyOf(text, Math.max(length + size, text.length * 2));
        }
        System.arraycopy(buffer, offset, text, length, size);
        length += size;
        ends[index] = length;
    }

    @Override
    protected RowBuffer buildRecord() {
        return this;
    }

    int count() {
        return count;
    }

    long line() {
        return line;
    }

    boolean isTooLong() {
        return tooLong;
    }

    char[] text() {
        return text;
    }

    int length() {
        return length;
    }

    boolean endsWith(String tail) {
        int from = length - tail.length();
        return from >= 0 && tail.equals(new String(text, from, tail.length()));
    }

    boolean isOnly(String value) {
        return count == 1 && length == value.length() && endsWith(value);
    }

    int start(int field) {
        return field == 0 ? 0 : ends[field - 1];
    }

    int end(int field) {
        return ends[field];
    }

    String field(int field) {
        return new String(text, start(field), end(field) - start(field));
    }
}
