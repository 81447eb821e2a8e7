package dev.caravan;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Counts the lines that are written in a {@link Bar}. */
final class LineBar extends FilterWriter {
    private final Bar bar;

    LineBar(Writer out, Bar bar) {
        super(out);
        this.bar = bar;
    }

    @Override
    public void write(int c) throws IOException {
        super.write(c);
        bar.stepBy(c == '\n' ? 1 : 0);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        super.write(text, offset, length);
        bar.stepBy(text.substring(offset, offset + length)
                .chars()
                .filter(c -> c == '\n')
                .count());
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        write(new String(chars, offset, length), 0, length);
    }

    @Override
    public void close() throws IOException {
        bar.close();
        super.close();
    }
}
