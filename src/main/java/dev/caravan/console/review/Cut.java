package dev.caravan.console.review;

/**
 * A text that may be huge: what is shown at once, and the whole of it where that is less.
 *
 * @param all empty if {@code shown} is all
 * @param size of the whole, with its unit; empty if {@code shown} is all
 */
record Cut(String shown, String all, String size) {
    private static final int MOST = 3_000;

    static Cut of(String text) {
        if (text.length() <= MOST) {
            return new Cut(text, "", "");
        }
        int end = Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST;
        return new Cut(text.substring(0, end) + "…", text, String.format("%,d characters", text.length()));
    }
}
