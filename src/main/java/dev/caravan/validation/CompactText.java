package dev.caravan.validation;

/**
 * Tells whether an answer is already what {@link AnswerParser} would make of it: parsed and written again, it would be the
 * very same text. Most answers are, and then nobody has to do that. Says no where it would have to look closer.
 */
final class CompactText {
    private static final int LONGEST = 1 << 20;
    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 200;
    private static final int MOST_KEYS = 128;
    /** The parser takes no key of more than 50,000 characters. */
    private static final int LONGEST_KEY = 1_000;

    /** More zeros behind the point than this, and the number is written with an exponent. */
    private static final int MOST_ZEROS = 5;

    private final String text;
    private final int[] keys = new int[2 * MOST_KEYS];
    private int keyCount;
    private int at;

    private CompactText(String text) {
        this.text = text;
    }

    /** Whether it is strict JSON in its compact form, no key twice, no number with an exponent, all of it valid Unicode. */
    static boolean is(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        CompactText one = new CompactText(text);
        return one.value(0) && one.at == text.length();
    }

    private boolean value(int depth) {
        if (depth > DEEPEST) {
            return false;
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean object(int depth) {
        at++;
        if (take('}')) {
            return true;
        }
        int first = keyCount;
        do {
            if (!key(first) || !take(':') || !value(depth + 1)) {
                return false;
            }
        } while (take(','));
        keyCount = first;
        return take('}');
    }

    private boolean array(int depth) {
        at++;
        if (take(']')) {
            return true;
        }
        do {
            if (!value(depth + 1)) {
                return false;
            }
        } while (take(','));
        return take(']');
    }

    /** A key that is in none of its object's keys so far: they are written in one way only, so texts tell them apart. */
    private boolean key(int first) {
        int from = at;
        if (peek() != '"' || keyCount == MOST_KEYS || !string()) {
            return false;
        }
        int length = at - from;
        if (length > LONGEST_KEY) {
            return false;
        }
        for (int i = first; i < keyCount; i++) {
            if (keys[2 * i + 1] == length && text.regionMatches(keys[2 * i], text, from, length)) {
                return false;
            }
        }
        keys[2 * keyCount] = from;
        keys[2 * keyCount + 1] = length;
        keyCount++;
        return true;
    }

    private boolean string() {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return true;
            }
            if (c < ' ' || (c == '\\' && !escape()) || (Character.isSurrogate(c) && !pair(c))) {
                return false;
            }
        }
        return false;
    }

    /** Those that a writer uses itself; a slash, or a letter by its number, would be written otherwise. */
    private boolean escape() {
        return at < text.length() && "\"\\bfnrt".indexOf(text.charAt(at++)) >= 0;
    }

    private boolean pair(char first) {
        return Character.isHighSurrogate(first) && at < text.length() && Character.isLowSurrogate(text.charAt(at++));
    }

    private boolean number() {
        int from = at;
        boolean negative = take('-');
        boolean zero = peek() == '0';
        int digits = digits();
        // Minus nought loses its sign, which a look at the first digit alone can't tell.
        if (digits == 0 || (zero && (digits > 1 || negative))) {
            return false;
        }
        boolean plain = peek() != '.' || fraction(zero);
        return plain && at - from <= LONGEST_NUMBER && peek() != 'e' && peek() != 'E';
    }

    private boolean fraction(boolean behindZero) {
        at++;
        int from = at;
        while (behindZero && peek() == '0') {
            at++;
        }
        int zeros = at - from;
        int more = digits();
        return zeros + more > 0 && zeros <= (more == 0 ? MOST_ZEROS + 1 : MOST_ZEROS);
    }

    private int digits() {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at - from;
    }

    private boolean word(String word) {
        boolean there = text.startsWith(word, at);
        at += word.length();
        return there;
    }

    private boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    /** 0 behind the end, where nothing of an answer may be. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }
}
