package dev.caravan.validation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes once over an answer, byte by byte, and tells whether it is already what {@link AnswerParser} would make of it (parsed
 * and written again, it would be the very same text), and whether it breaks no rule. Most answers do, and then nobody has
 * to look closer. Says no where it would have to.
 */
final class AnswerScan {
    private static final int LONGEST = 1 << 20;
    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 200;
    private static final int MOST_KEYS = 128;
    private static final int FEW_KEYS = 16;
    /** The parser takes no key of more than 50,000 characters. */
    private static final int LONGEST_KEY = 1_000;

    /** More zeros behind the point than this, and the number is written with an exponent. */
    private static final int MOST_ZEROS = 5;

    private static final int MOST_DIGITS = 15;
    private static final double[] TENS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int end;
    private final Demands demands;
    private int[] keys = new int[0];
    private int keyCount;
    private int echoed;
    private int at;

    private boolean escaped;
    private int chars;

    /**
     * What is demanded of an answer beside its schema.
     *
     * @param mostChars of any text; @param html whether a text, or a name, may have a {@code <}
     * @param echo names of fields that repeat a text; @param texts which, as they stand between their quotes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Demands(int mostChars, boolean html, byte[][] echo, byte[][] texts) {
        static final Demands NONE = new Demands(Integer.MAX_VALUE, true, new byte[0][], new byte[0][]);
    }

    private AnswerScan(byte[] bytes, int length, Demands demands) {
        this.bytes = bytes;
        this.end = length;
        this.demands = demands;
    }

    /**
     * Whether it is strict JSON in its compact form, no key twice, no number with an exponent, and all that is demanded.
     *
     * @param utf8 valid UTF-8 from 0 to {@code length}
     */
    static boolean fits(byte[] utf8, int length, Shape shape, Demands demands) {
        if (length == 0 || length > LONGEST) {
            return false;
        }
        AnswerScan one = new AnswerScan(utf8, length, demands);
        return one.value(shape, 0) && one.at == length && one.echoed == demands.echo().length;
    }

    /** Whether it is strict JSON in its compact form, whatever it says. */
    static boolean isCompact(byte[] utf8, int length) {
        return fits(utf8, length, Shape.ANY, Demands.NONE);
    }

    private boolean value(Shape shape, int depth) {
        if (depth > DEEPEST) {
            return false;
        }
        return switch (peek()) {
            case '{' -> shape.allows(Shape.OBJECT) && shape.choice() == null && object(shape.fields(), depth);
            case '[' -> shape.allows(Shape.ARRAY) && shape.choice() == null && array(shape.items(), depth);
            case '"' -> shape.allows(Shape.STRING) && text(shape);
            case 't' -> word(shape, Shape.TRUE, TRUE);
            case 'f' -> word(shape, Shape.FALSE, FALSE);
            case 'n' -> word(shape, Shape.NULL, NULL);
            default -> number(shape);
        };
    }

    private boolean object(Shape.Fields fields, int depth) {
        at++;
        long seen = 0;
        int likely = 0;
        int first = keyCount;
        if (peek() != '}') {
            do {
                int from = at + 1;
                if (peek() != '"' || !string() || escaped) {
                    return false;
                }
                int to = at - 1;
                int field = fields.find(bytes, from, to, likely);
                Shape shape = field < 0 ? other(fields, first, from, to) : fields.shapes()[field];
                if (shape == null || !take(':') || (field >= 0 && (seen & 1L << field) != 0)) {
                    return false;
                }
                if (field >= 0) {
                    seen |= 1L << field;
                    likely = field + 1;
                }
                int start = at;
                if (!value(shape, depth + 1) || (depth == 0 && !repeats(from, to, start))) {
                    return false;
                }
            } while (take(','));
        }
        keyCount = first;
        return take('}') && (seen & fields.required()) == fields.required();
    }

    /** The shape of a field that the schema does not name; null if there may be none, or it is there twice. */
    private @Nullable Shape other(Shape.Fields fields, int first, int from, int to) {
        boolean known = !fields.closed() && isNew(first, from, to);
        Shape others = fields.others();
        return known ? others == null ? Shape.ANY : others : null;
    }

    /** A key that is in none of its object's keys so far: they are written in one way only, so bytes tell them apart. */
    private boolean isNew(int first, int from, int to) {
        if (keyCount == MOST_KEYS || to - from >= LONGEST_KEY) {
            return false;
        }
        for (int i = first; i < keyCount; i++) {
            if (Arrays.equals(bytes, keys[2 * i], keys[2 * i + 1], bytes, from, to)) {
                return false;
            }
        }
        if (2 * keyCount == keys.length) {
            keys = Arrays.copyOf(keys, Math.max(2 * FEW_KEYS, 2 * keys.length));
        }
        keys[2 * keyCount] = from;
        keys[2 * keyCount + 1] = to;
        keyCount++;
        return true;
    }

    /** Whether a field that has to repeat a text does; any other field is fine. */
    private boolean repeats(int from, int to, int value) {
        byte[][] echo = demands.echo();
        for (int i = 0; i < echo.length; i++) {
            if (Arrays.equals(echo[i], 0, echo[i].length, bytes, from, to)) {
                byte[] text = demands.texts()[i];
                echoed++;
                return bytes[value] == '"' && Arrays.equals(text, 0, text.length, bytes, value + 1, at - 1);
            }
        }
        return true;
    }

    private boolean array(Shape.Items items, int depth) {
        at++;
        int count = 0;
        if (peek() != ']') {
            Shape each = items.each() == null ? Shape.ANY : items.each();
            do {
                if (!value(each, depth + 1)) {
                    return false;
                }
                count++;
            } while (take(','));
        }
        return take(']') && count >= items.least() && count <= items.most();
    }

    private boolean text(Shape shape) {
        int from = at + 1;
        if (!string() || chars > demands.mostChars()) {
            return false;
        }
        Shape.Texts texts = shape.texts();
        if (chars < texts.least() || chars > texts.most()) {
            return false;
        }
        Shape.Choice choice = shape.choice();
        if (choice != null && (escaped || !choice.has(bytes, from, at - 1))) {
            return false;
        }
        return texts.good() == null
                || (!escaped && texts.good().test(new String(bytes, from, at - 1 - from, StandardCharsets.UTF_8)));
    }

    /** Steps over a text, counting its code points. */
    private boolean string() {
        int i = at + 1;
        int more = 0;
        boolean html = false;
        boolean escapes = false;
        while (i < end) {
            byte b = bytes[i++];
            if (b == '"') {
                chars = i - 2 - at - more;
                escaped = escapes;
                at = i;
                return !html || demands.html();
            }
            if (b < ' ') {
                // What follows in a character of several bytes is none of its own.
                if (b >= 0) {
                    return false;
                }
                more += b < (byte) 0xc0 ? 1 : 0;
            } else if (b == '\\') {
                if (i == end || !isShort(bytes[i])) {
                    return false;
                }
                i++;
                more++;
                escapes = true;
            } else if (b == '<') {
                html = true;
            }
        }
        return false;
    }

    /** Those that a writer uses itself; a slash, or a letter by its number, would be written otherwise. */
    private static boolean isShort(byte b) {
        return switch (b) {
            case '"', '\\', 'b', 'f', 'n', 'r', 't' -> true;
            default -> false;
        };
    }

    private boolean number(Shape shape) {
        int from = at;
        boolean negative = take('-');
        boolean zero = peek() == '0';
        int whole = at;
        int digits = digits();
        // Minus nought loses its sign, which a look at the first digit alone can't tell.
        if (digits == 0 || (zero && (digits > 1 || negative))) {
            return false;
        }
        int point = at;
        boolean plain = peek() != '.' || fraction(zero);
        if (!plain || at - from > LONGEST_NUMBER || peek() == 'e' || peek() == 'E') {
            return false;
        }
        boolean allowed = shape.allows(at > point ? Shape.NUMBER : Shape.INTEGER) && shape.choice() == null;
        return allowed && (shape.numbers().isAny() || isIn(shape.numbers(), negative, whole, point));
    }

    private boolean isIn(Shape.Numbers numbers, boolean negative, int whole, int point) {
        if (at - whole > MOST_DIGITS) {
            return false;
        }
        long units = 0;
        for (int i = whole; i < at; i++) {
            units = i == point ? units : units * 10 + bytes[i] - '0';
        }
        double number = units / TENS[Math.max(0, at - point - 1)];
        return numbers.has(negative ? -number : number);
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
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at - from;
    }

    private boolean word(Shape shape, int type, byte[] word) {
        Shape.Choice choice = shape.choice();
        boolean there = end - at >= word.length
                && Arrays.equals(word, 0, word.length, bytes, at, at + word.length)
                && shape.allows(type)
                && (choice == null || choice.hasWord(type));
        at += word.length;
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
    private byte peek() {
        return at < end ? bytes[at] : 0;
    }
}
