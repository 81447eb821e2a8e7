package dev.caravan.intake.jsonl;

import dev.caravan.intake.CanonicalWriter;
import dev.caravan.intake.Fields;
import dev.caravan.intake.PlainBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An object on a line of UTF-8 whose values are copied as they stand, because they are canonical: no objects or lists in it, keys
 * in ASCII, no escapes but the short ones. Anything else, good or bad, it leaves to the parser.
 */
final class PlainObject implements Fields {
    private static final int MOST_FIELDS = 128;
    private static final int LONGEST_NUMBER = 1000;
    private static final int LONGEST_KEY = 1000;
    private static final String SHORT_ESCAPES = "\"\\nrtbf";
    private static final String WRITTEN = "\"\\\n\r\t\b\f";

    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int count;
    private final int[] keyFrom = new int[MOST_FIELDS];
    private final int[] keyTo = new int[MOST_FIELDS];
    private final int[] from = new int[MOST_FIELDS];
    private final int[] to = new int[MOST_FIELDS];
    private final boolean[] escaped = new boolean[MOST_FIELDS];
    private final int[] order = new int[MOST_FIELDS];
    private long chars;

    /**
     * Looks through a line.
     *
     * @param line not copied
     * @return whether it holds such an object and nothing else
     */
    boolean read(byte[] line, int start, int limit) {
        bytes = line;
        at = start;
        end = limit;
        count = 0;
        chars = 0;
        return next('{') && (next('}') || fields()) && atEnd() && sort();
    }

    private boolean fields() {
        do {
            if (count == MOST_FIELDS || !key() || !next(':') || !value()) {
                return false;
            }
            count++;
        } while (next(','));
        return next('}');
    }

    private boolean atEnd() {
        space();
        return at == end;
    }

    private void space() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
            at++;
        }
    }

    private boolean next(char wanted) {
        space();
        if (at < end && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private boolean key() {
        if (!next('"')) {
            return false;
        }
        keyFrom[count] = at;
        while (at < end && bytes[at] != '"') {
            if (bytes[at] < 0x20 || bytes[at] == '\\') {
                return false;
            }
            at++;
        }
        keyTo[count] = at;
        at++;
        return at <= end && keyTo[count] - keyFrom[count] <= LONGEST_KEY;
    }

    private boolean value() {
        space();
        escaped[count] = false;
        from[count] = at;
        if (at == end) {
            return false;
        }
        boolean good = switch (bytes[at]) {
            case '"' -> text();
            case 't' -> word("true", 4);
            case 'f' -> word("false", 5);
            case 'n' -> word("null", 0);
            default -> number();
        };
        to[count] = at;
        return good;
    }

    private boolean text() {
        at++;
        int folded = 0;
        while (at < end) {
            byte b = bytes[at];
            if (b == '"') {
                at++;
                chars += at - from[count] - 2 - folded;
                return true;
            } else if (b < 0) {
                int size = PlainBytes.character(bytes, at, end);
                if (size <= 0) {
                    return false;
                }
                folded += size - 1;
                at += size;
            } else if (b == '\\') {
                if (at + 1 == end || SHORT_ESCAPES.indexOf(bytes[at + 1]) < 0) {
                    return false;
                }
                escaped[count] = true;
                folded++;
                at += 2;
            } else if (b < 0x20) {
                return false;
            } else {
                at++;
            }
        }
        return false;
    }

    private boolean word(String word, int shown) {
        for (int i = 0; i < word.length(); i++) {
            if (at == end || bytes[at] != word.charAt(i)) {
                return false;
            }
            at++;
        }
        chars += shown;
        return true;
    }

    private boolean number() {
        int start = at;
        skip('-');
        int first = at;
        if (!digits() || bytes[first] == '0' && at > first + 1) {
            return false;
        }
        if (skip('.') && !digits()) {
            return false;
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            if (!digits()) {
                return false;
            }
        }
        chars += at - start;
        return at - start <= LONGEST_NUMBER;
    }

    private boolean skip(char wanted) {
        if (at < end && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private boolean digits() {
        int start = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at > start;
    }

    /** By insertion, for few keys that mostly have an order already; false if one comes twice. */
    private boolean sort() {
        for (int i = 0; i < count; i++) {
            int place = i;
            while (place > 0) {
                int compared = compare(order[place - 1], i);
                if (compared == 0) {
                    return false;
                }
                if (compared < 0) {
                    break;
                }
                order[place] = order[place - 1];
                place--;
            }
            order[place] = i;
        }
        return true;
    }

    private int compare(int one, int other) {
        return Arrays.compare(bytes, keyFrom[one], keyTo[one], bytes, keyFrom[other], keyTo[other]);
    }

    private int find(String field) {
        for (int i = 0; i < count; i++) {
            if (keyTo[i] - keyFrom[i] == field.length() && names(i, field)) {
                return i;
            }
        }
        return -1;
    }

    private boolean names(int i, String field) {
        for (int c = 0; c < field.length(); c++) {
            if (bytes[keyFrom[i] + c] != field.charAt(c)) {
                return false;
            }
        }
        return true;
    }

    private String text(int field) {
        String inside = new String(bytes, from[field] + 1, to[field] - from[field] - 2, StandardCharsets.UTF_8);
        if (!escaped[field]) {
            return inside;
        }
        var text = new StringBuilder(inside.length());
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            text.append(c == '\\' ? WRITTEN.charAt(SHORT_ESCAPES.indexOf(inside.charAt(++i))) : c);
        }
        return text.toString();
    }

    @Override
    public @Nullable String id(String field) {
        int i = find(field);
        if (i < 0) {
            return null;
        }
        byte first = bytes[from[i]];
        if (first == '"') {
            return text(i);
        }
        boolean number = first == '-' || first >= '0' && first <= '9';
        return number ? new String(bytes, from[i], to[i] - from[i], StandardCharsets.US_ASCII) : null;
    }

    @Override
    public boolean isEmpty(String field) {
        int i = find(field);
        if (i < 0 || bytes[from[i]] == 'n') {
            return true;
        }
        if (bytes[from[i]] != '"') {
            return false;
        }
        byte second = bytes[from[i] + 1];
        boolean shown = second > ' ' && second != '\\' && second != '"';
        return !shown && text(i).isBlank();
    }

    @Override
    public long chars() {
        return chars;
    }

    @Override
    public void write(CanonicalWriter out) {
        if (count == 0) {
            out.raw('{');
        }
        for (int i = 0; i < count; i++) {
            int field = order[i];
            out.raw(i == 0 ? '{' : ',');
            out.raw(bytes, keyFrom[field] - 1, keyTo[field] + 1);
            out.raw(':');
            out.raw(bytes, from[field], to[field]);
        }
        out.raw('}');
    }
}
