package dev.caravan;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** A bar that moves while a command works. Only where a person sits at a terminal: a pipe and programs get none. */
final class Bar implements AutoCloseable {
    private static final int EVERY_MS = 200;

    private final @Nullable ProgressBar bar;

    private Bar(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /** @param unit of what is counted; empty where nothing is, and only the time runs */
    static Bar of(Voice voice, String unit) {
        if (voice.json() || System.console() == null) {
            return new Bar(null);
        }
        return new Bar(new ProgressBarBuilder()
                .setTaskName(voice.command())
                .setUnit(unit.isEmpty() ? "" : " " + unit, 1)
                .setUpdateIntervalMillis(EVERY_MS)
                .build());
    }

    void stepBy(long more) {
        if (bar != null) {
            bar.stepBy(more);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
