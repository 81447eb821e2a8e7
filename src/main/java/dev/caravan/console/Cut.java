package dev.caravan.console;

import java.util.Locale;

/**
 * A text that may be huge: what is shown at once, and what a click shows, up to {@value #LONGEST} characters, so that no
 * page is too large to be opened. Template {@code cut} shows it.
 *
 * @param shown at once
 * @param all what a click shows; empty if {@code shown} is all
 * @param size says how much that is, with its unit; empty if {@code shown} is all
 */
public record Cut(String shown, String all, String size) {
    private static final int MOST = 3_000;
    private static final int LONGEST = 100_000;

    public static Cut of(String text) {
        if (text.length() <= MOST) {
            return new Cut(text, "", "");
        }
        String characters = String.format(Locale.ROOT, "%,d characters", text.length());
        return text.length() <= LONGEST
                ? new Cut(head(text, MOST), text, "Show all (" + characters + ")")
                : new Cut(
                        head(text, MOST),
                        head(text, LONGEST),
                        String.format(Locale.ROOT, "Show the first %,d of ", LONGEST) + characters);
    }

    /** The beginning of a text, with dots where there is more. */
    public static String head(String text) {
        return head(text, MOST);
    }

    private static String head(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
