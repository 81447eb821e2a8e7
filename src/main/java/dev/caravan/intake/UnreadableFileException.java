package dev.caravan.intake;

import java.io.IOException;

/** A file that can't be read any further. The message names the line and the reason. */
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;
    private final long line;
    private final String reason;

    /** @param line where it went wrong, from 1; 0 for the file as a whole */
    public UnreadableFileException(long line, String reason) {
        super(at(line, reason));
        this.line = line;
        this.reason = at(line, reason);
    }

    public UnreadableFileException(long line, String reason, Throwable cause) {
        this(line, reason);
        initCause(cause);
    }

    private static String at(long line, String reason) {
        return line > 0 ? "line " + line + ": " + reason : reason;
    }

    /** What a person reads, with the line. */
    public String reason() {
        return reason;
    }

    /** The line where it went wrong, from 1; 0 for the file as a whole. */
    public long line() {
        return line;
    }
}
