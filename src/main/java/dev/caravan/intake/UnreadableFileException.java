package dev.caravan.intake;

import java.io.IOException;

/** A file that can't be read any further. The message names the line and the reason. */
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;
    private final long line;
    private final String detail;

    /** @param line where it went wrong, from 1; 0 for the file as a whole */
    public UnreadableFileException(long line, String detail) {
        super(line > 0 ? "line " + line + ": " + detail : detail);
        this.line = line;
        this.detail = detail;
    }

    public UnreadableFileException(long line, String detail, Throwable cause) {
        this(line, detail);
        initCause(cause);
    }

    /** What a person reads, with the line. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** The line where it went wrong, from 1; 0 for the file as a whole. */
    public long line() {
        return line;
    }

    /** The same at this line, unless it has one already. */
    public UnreadableFileException at(long elsewhere) {
        return line > 0 ? this : new UnreadableFileException(elsewhere, detail, this);
    }

    /** The same, with the name of the file in an archive where it happened: {@code name:line: detail}. */
    public UnreadableFileException in(String name) {
        return new UnreadableFileException(0, name + (line > 0 ? ":" + line : "") + ": " + detail, this);
    }
}
