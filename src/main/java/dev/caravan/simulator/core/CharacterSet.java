package dev.caravan.simulator.core;

import java.util.Locale;

/**
 * A bracket expression of a regular expression, as the characters it allows.
 *
 * @param end the place behind the closing bracket
 */
record CharacterSet(String characters, int end) {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final String PLAIN = LOWER + LOWER.toUpperCase(Locale.ROOT) + DIGITS + "_- .";

    /** Reads from behind the opening bracket. */
    static CharacterSet read(String pattern, int from) {
        int at = from;
        boolean negated = at < pattern.length() && pattern.charAt(at) == '^';
        at += negated ? 1 : 0;
        StringBuilder set = new StringBuilder();
        while (at < pattern.length() && (pattern.charAt(at) != ']' || set.isEmpty())) {
            char c = pattern.charAt(at++);
            if (c == '\\' && at < pattern.length()) {
                set.append(escape(pattern.charAt(at++)));
            } else if (at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
                char last = pattern.charAt(at + 1);
                at += 2;
                for (int next = c; next <= last; next++) {
                    set.append((char) next);
                }
            } else {
                set.append(c);
            }
        }
        return new CharacterSet(negated ? without(set.toString()) : set.toString(), at + 1);
    }

    /** What stands behind a backslash. */
    static String escape(char c) {
        return switch (c) {
            case 'd' -> DIGITS;
            case 'w' -> LOWER + DIGITS;
            case 's' -> " ";
            case 'D', 'W', 'S' -> c == 'W' ? "-" : LOWER;
            case 'n' -> "\n";
            case 't' -> "\t";
            default -> String.valueOf(c);
        };
    }

    private static String without(String refused) {
        String left = PLAIN.chars()
                .filter(c -> refused.indexOf(c) < 0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return left.isEmpty() ? "~" : left;
    }
}
