package dev.caravan.provider.chat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Steps over JSON in UTF-8, byte by byte. Strict, and knows less than a parser: where anything is unusual it gives up by
 * {@link GivenUp}, and a parser is to be asked. Every method starts at a value and ends behind it.
 */
final class PlainJson {
    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 60;
    private static final int MOST_DIGITS = 9;
    private static final int LONGEST_NAME = 200;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int keyFrom;
    private int keyTo;
    private char[] text = new char[0];

    PlainJson(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Not necessarily bad JSON, only none that is read here. */
    static final class GivenUp extends Exception {
        private static final long serialVersionUID = 1;
        static final GivenUp UNUSUAL = new GivenUp();

        private GivenUp() {
            super(null, null, false, false);
        }
    }

    /** Begins an object. */
    void object() throws GivenUp {
        take('{');
    }

    /** Moves to the value of the next field; false behind the last. {@code first} says that none came before. */
    boolean field(boolean first) throws GivenUp {
        if (peek() == '}') {
            at++;
            return false;
        }
        if (!first) {
            take(',');
        }
        take('"');
        keyFrom = at;
        while (at < end && bytes[at] != '"') {
            if (bytes[at] < ' ' || bytes[at] == '\\' || at - keyFrom == LONGEST_NAME) {
                throw GivenUp.UNUSUAL;
            }
            at++;
        }
        keyTo = at;
        take('"');
        take(':');
        return true;
    }

    /** Whether the field of this value has that name. */
    boolean is(byte[] name) {
        return keyTo - keyFrom == name.length && Arrays.equals(bytes, keyFrom, keyTo, name, 0, name.length);
    }

    /** Begins an array; false if it has no item. */
    boolean array() throws GivenUp {
        take('[');
        if (peek() == ']') {
            at++;
            return false;
        }
        return true;
    }

    /** Whether another item follows in an array. */
    boolean item() throws GivenUp {
        boolean more = peek() == ',';
        take(more ? ',' : ']');
        return more;
    }

    boolean isNull() throws GivenUp {
        return peek() == 'n';
    }

    void end() throws GivenUp {
        space();
        if (at != end) {
            throw GivenUp.UNUSUAL;
        }
    }

    /** A whole number that is not below zero. */
    int number() throws GivenUp {
        int from = space();
        int value = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - from < MOST_DIGITS) {
            value = value * 10 + bytes[at++] - '0';
        }
        boolean bad = at == from || (bytes[from] == '0' && at - from > 1) || at == end;
        if (bad || !isEndOfNumber(bytes[at])) {
            throw GivenUp.UNUSUAL;
        }
        return value;
    }

    String text() throws GivenUp {
        take('"');
        int from = at;
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        if (at < end && bytes[at] == '"') {
            return new String(bytes, from, at++ - from, StandardCharsets.ISO_8859_1);
        }
        return decoded(from);
    }

    private String decoded(int from) throws GivenUp {
        int known = at - from;
        if (text.length < end - from) {
            text = new char[end - from];
        }
        for (int i = 0; i < known; i++) {
            text[i] = (char) bytes[from + i];
        }
        int length = known;
        while (at < end) {
            byte b = bytes[at++];
            if (b == '"') {
                return new String(text, 0, length);
            }
            if (b == '\\') {
                text[length++] = escaped();
            } else if (b >= ' ') {
                text[length++] = (char) b;
            } else {
                int c = beyondAscii(b);
                length += Character.toChars(c, text, length);
            }
        }
        throw GivenUp.UNUSUAL;
    }

    void skip() throws GivenUp {
        skip(0);
    }

    private void skip(int depth) throws GivenUp {
        if (depth > DEEPEST) {
            throw GivenUp.UNUSUAL;
        }
        switch (peek()) {
            case '{' -> {
                object();
                for (boolean first = true; field(first); first = false) {
                    skip(depth + 1);
                }
            }
            case '[' -> {
                if (array()) {
                    do {
                        skip(depth + 1);
                    } while (item());
                }
            }
            case '"' -> skipText();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> skipNumber();
        }
    }

    private void skipText() throws GivenUp {
        take('"');
        while (at < end) {
            byte b = bytes[at++];
            if (b == '"') {
                return;
            }
            if (b == '\\') {
                escaped();
            } else if (b < ' ') {
                beyondAscii(b);
            }
        }
        throw GivenUp.UNUSUAL;
    }

    private void skipNumber() throws GivenUp {
        int from = at;
        if (bytes[at] == '-') {
            at++;
        }
        int first = at;
        if (digits() == 0 || (bytes[first] == '0' && at - first > 1)) {
            throw GivenUp.UNUSUAL;
        }
        if (at < end && bytes[at] == '.') {
            at++;
            if (digits() == 0) {
                throw GivenUp.UNUSUAL;
            }
        }
        if (at == end || at - from > LONGEST_NUMBER || !isEndOfNumber(bytes[at])) {
            throw GivenUp.UNUSUAL;
        }
    }

    private int digits() {
        int from = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at - from;
    }

    private static boolean isEndOfNumber(byte b) {
        return b == ',' || b == '}' || b == ']' || b == ' ';
    }

    private void word(String word) throws GivenUp {
        for (int i = 0; i < word.length(); i++) {
            if (at == end || bytes[at++] != word.charAt(i)) {
                throw GivenUp.UNUSUAL;
            }
        }
        if (at == end || !isEndOfNumber(bytes[at])) {
            throw GivenUp.UNUSUAL;
        }
    }

    private char escaped() throws GivenUp {
        return switch (next()) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw GivenUp.UNUSUAL;
        };
    }

    private int hex() throws GivenUp {
        byte b = next();
        int digit = b < 0 ? -1 : Character.digit(b, 16);
        if (digit < 0) {
            throw GivenUp.UNUSUAL;
        }
        return digit;
    }

    /** A code point of two to four bytes, none of which could be said in fewer; no half of a pair. */
    private int beyondAscii(byte lead) throws GivenUp {
        int c;
        int least;
        if ((lead & 0xe0) == 0xc0) {
            c = (lead & 0x1f) << 6 | more();
            least = 0x80;
        } else if ((lead & 0xf0) == 0xe0) {
            c = (lead & 0x0f) << 12 | more() << 6 | more();
            least = 0x800;
        } else if ((lead & 0xf8) == 0xf0) {
            c = (lead & 0x07) << 18 | more() << 12 | more() << 6 | more();
            least = 0x10000;
        } else {
            throw GivenUp.UNUSUAL;
        }
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        if (c < least || c > Character.MAX_CODE_POINT || half) {
            throw GivenUp.UNUSUAL;
        }
        return c;
    }

    private int more() throws GivenUp {
        byte b = next();
        if ((b & 0xc0) != 0x80) {
            throw GivenUp.UNUSUAL;
        }
        return b & 0x3f;
    }

    private byte next() throws GivenUp {
        if (at == end) {
            throw GivenUp.UNUSUAL;
        }
        return bytes[at++];
    }

    private void take(char c) throws GivenUp {
        if (peek() != c) {
            throw GivenUp.UNUSUAL;
        }
        at++;
    }

    /** The first byte of the next token. */
    private byte peek() throws GivenUp {
        if (space() >= end) {
            throw GivenUp.UNUSUAL;
        }
        return bytes[at];
    }

    private int space() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }
}
