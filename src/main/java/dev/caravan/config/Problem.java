package dev.caravan.config;

/**
 * Something wrong in a file, for the person who edits it: {@code message in file:line. hint}.
 *
 * @param file as the person would type it
 * @param line 1-based; 0 means the whole file
 * @param message what is wrong and with which value, without full stop
 * @param hint what is allowed or what to do, one or more sentences without the last full stop; may be empty
 */
public record Problem(String file, int line, String message, String hint) {

    public Problem(String file, int line, String message) {
        this(file, line, message, "");
    }

    @Override
    public String toString() {
        return message + " in " + file + (line > 0 ? ":" + line : "") + (hint.isEmpty() ? "" : ". " + hint);
    }
}
