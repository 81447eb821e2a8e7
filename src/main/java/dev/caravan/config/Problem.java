package dev.caravan.config;

/** Something wrong in a file: {@code message in file:line}. Lines are 1-based; 0 means the whole file. */
public record Problem(String file, int line, String message) {

    @Override
    public String toString() {
        return message + " in " + file + (line > 0 ? ":" + line : "");
    }
}
