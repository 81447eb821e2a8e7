package dev.caravan;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Counts the lines that are written in a bar that moves. Only where a person sits at a terminal. */
final class LineBar extends FilterWriter {
    private static final int EVERY_MS = 200;

    private final ProgressBar bar;

    private LineBar(Writer out, ProgressBar bar) {
        super(out);
        this.bar = bar;
    }

    /** The writer as it is where standard output is a pipe, or programs read it. */
    static Writer around(Writer out, Voice voice) {
        if (voice.json() || System.console() == null) {
            return out;
        }
        return new LineBar(
                out,
                new ProgressBarBuilder()
                        .setTaskName(voice.command())
                        .setUnit(" lines", 1)
                        .setUpdateIntervalMillis(EVERY_MS)
                        .build());
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
