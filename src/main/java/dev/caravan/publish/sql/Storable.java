package dev.caravan.publish.sql;

import java.util.regex.Pattern;

/** Text without what no text column takes: NUL and halves of surrogate pairs become U+FFFD. */
final class Storable {
    private static final char INSTEAD = '\uFFFD';

    /** An escaped NUL whose backslash is not itself escaped. */
    private static final Pattern ESCAPED_NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private Storable() {}

    static String text(String text) {
        StringBuilder changed = null;
        for (int i = 0; i < text.length(); i++) {
            if (isFine(text, i)) {
                continue;
            }
            if (changed == null) {
                changed = new StringBuilder(text);
            }
            changed.setCharAt(i, INSTEAD);
        }
        return changed == null ? text : changed.toString();
    }

    /** The same for JSON text, where a NUL is written with an escape. */
    static String json(String json) {
        String plain = text(json);
        return plain.contains("\\u0000") ? ESCAPED_NUL.matcher(plain).replaceAll("$1" + INSTEAD) : plain;
    }

    private static boolean isFine(String text, int at) {
        char one = text.charAt(at);
        if (Character.isHighSurrogate(one)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(one)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return one != 0;
    }
}
