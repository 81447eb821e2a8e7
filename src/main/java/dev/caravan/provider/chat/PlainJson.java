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
    /** Digits of an escaped character. */
    private static final int UNIT = 4;
    /** By the letter behind a backslash; 0 where none may stand. */
    private static final byte[] MEANT = meant();

    private final byte[] bytes;
    private final int end;
    private int at;
    private int keyFrom;
    private int keyTo;
    private int length;

    PlainJson(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    private static byte[] meant() {
        byte[] meant = new byte[Byte.MAX_VALUE + 1];
        meant['"'] = '"';
        meant['\\'] = '\\';
        meant['/'] = '/';
        meant['b'] = '\b';
        meant['f'] = '\f';
        meant['n'] = '\n';
        meant['r'] = '\r';
        meant['t'] = '\t';
        return meant;
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
        int i = at;
        int longest = Math.min(end, keyFrom + LONGEST_NAME);
        while (i < longest && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        if (i == longest || bytes[i] != '"') {
            throw GivenUp.UNUSUAL;
        }
        keyTo = i;
        at = i + 1;
        take(':');
        return true;
    }

    /** Whether the field of this value has that name. */
    boolean is(byte[] name) {
        // Few names are alike at their end and in length, and to look there costs less than to compare.
        return keyTo - keyFrom == name.length
                && bytes[keyTo - 1] == name[name.length - 1]
                && Arrays.equals(bytes, keyFrom, keyTo, name, 0, name.length);
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
        at = from - 1;
        byte[] utf8 = utf8();
        return new String(utf8, 0, length, StandardCharsets.UTF_8);
    }

    /** The text as it is meant, in UTF-8; {@link #length} says how many bytes of the array it takes. */
    byte[] utf8() throws GivenUp {
        take('"');
        int from = at;
        skipText(from);
        // What is escaped is never shorter than what it stands for.
        byte[] text = new byte[at - 1 - from];
        int size = 0;
        for (int i = from; i < at - 1; i++) {
            byte b = bytes[i];
            if (b == '\\') {
                byte kind = bytes[++i];
                if (kind == 'u') {
                    int c = unit(i);
                    i += UNIT;
                    if (Character.isSurrogate((char) c)) {
                        c = pair((char) c, i);
                        i += UNIT + 2;
                    }
                    size = Utf8.encode(c, text, size);
                } else {
                    text[size++] = MEANT[kind];
                }
            } else {
                text[size++] = b;
            }
        }
        length = size;
        return text;
    }

    int length() {
        return length;
    }

    /** The unit that four digits behind a place say. */
    private int unit(int behind) {
        int unit = 0;
        for (int i = behind + 1; i <= behind + UNIT; i++) {
            unit = unit << 4 | Character.digit(bytes[i], 16);
        }
        return unit;
    }

    /** A half alone is no text. */
    private int pair(char high, int last) throws GivenUp {
        boolean another = last + UNIT + 2 < at && bytes[last + 1] == '\\' && bytes[last + 2] == 'u';
        char low = another ? (char) unit(last + 2) : 0;
        if (!Character.isSurrogatePair(high, low)) {
            throw GivenUp.UNUSUAL;
        }
        return Character.toCodePoint(high, low);
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

    void skipText() throws GivenUp {
        take('"');
        skipText(at);
    }

    /** Behind the quote that ends a text. */
    private void skipText(int from) throws GivenUp {
        int i = from;
        while (i < end) {
            byte b = bytes[i++];
            if (b == '"') {
                at = i;
                return;
            }
            if (b == '\\' && i < end && bytes[i] > 0 && MEANT[bytes[i]] != 0) {
                i++;
            } else if (b < ' ' || b == '\\') {
                at = i;
                if (b == '\\') {
                    escapedUnit();
                } else {
                    beyondAscii(b);
                }
                i = at;
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

    private void escapedUnit() throws GivenUp {
        if (next() != 'u') {
            throw GivenUp.UNUSUAL;
        }
        for (int i = 0; i < UNIT; i++) {
            hex();
        }
    }

    private void hex() throws GivenUp {
        byte b = next();
        if (b < 0 || Character.digit(b, 16) < 0) {
            throw GivenUp.UNUSUAL;
        }
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
