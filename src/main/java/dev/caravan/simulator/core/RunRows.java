package dev.caravan.simulator.core;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns answers into rows, with what a script does to whole rows. */
final class RunRows {
    private final JobInput job;
    private final Dialect dialect;
    private final RunFiles files;
    private Tokens tokens = Tokens.NONE;
    private @Nullable Held held;

    RunRows(JobInput job, Dialect dialect, RunFiles files) {
        this.job = job;
        this.dialect = dialect;
        this.files = files;
    }

    /** An answer that waits for the next one to change places with it. */
    private record Held(JobLine line, Answer answer) {}

    void add(JobLine line, Twist twist, Answer answer) throws IOException {
        Held first = held;
        if (first != null) {
            held = null;
            write(first.line(), twist, answer);
            write(line, Twist.NONE, first.answer());
        } else if (twist == Twist.SWAP) {
            held = new Held(line, answer);
        } else {
            write(line, twist, answer);
        }
    }

    /** Call once after the last answer. */
    void end() throws IOException {
        Held last = held;
        if (last != null) {
            held = null;
            write(last.line(), Twist.NONE, last.answer());
        }
    }

    Tokens tokens() {
        return tokens;
    }

    private void write(JobLine line, Twist twist, Answer answer) throws IOException {
        Row row = dialect.row(job, line, twist, answer);
        files.add(line.customId(), row);
        if (row.kind() == Row.Kind.CHARGED) {
            tokens = tokens.plus(answer.tokens());
            if (twist == Twist.DUPLICATE) {
                files.again(row);
            }
        }
    }
}
