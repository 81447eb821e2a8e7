package dev.caravan.intake.csv;

import dev.caravan.intake.PlainBytes;
import java.util.Arrays;

/**
 * Finds the fields of rows in UTF-8. It knows what is plain: fields with or without quotes around them, quotes doubled in
 * quoted ones, lines that end with LF or CRLF. Whatever else there is it calls strange, and leaves to the parser of texts:
 * it never decides what is wrong.
 */
final class PlainScanner {
    /** In place of where a row ends: it can't be told without more bytes. */
    static final int MORE = -1;

    /** In place of where a row ends: it is not plain. */
    static final int STRANGE = -2;

    private static final byte PLAIN = 0;
    private static final byte ESCAPED = 1;
    private static final byte BEYOND_ASCII = 2;
    private static final byte QUOTE = 3;
    private static final byte LINE_FEED = 4;
    private static final byte RETURN = 5;
    private static final byte DELIMITER = 6;

    private final byte[] kinds = new byte[256];
    private final boolean delimiterIsEscaped;
    private byte[] bytes = new byte[0];
    private int limit;
    private boolean end;
    private int[] froms;
    private int[] tos;
    private boolean[] special;
    private int count;
    private int lines;
    private int folded;
    /** Whether the last field has no character, and no quotes around it. */
    private boolean blank;

    /** @param delimiter one that {@link #takes} */
    PlainScanner(char delimiter, int maxFields) {
        Arrays.fill(kinds, 0, 0x20, ESCAPED);
        Arrays.fill(kinds, 0x80, 0x100, BEYOND_ASCII);
        kinds['\\'] = ESCAPED;
        kinds['"'] = QUOTE;
        kinds['\n'] = LINE_FEED;
        kinds['\r'] = RETURN;
        kinds[delimiter] = DELIMITER;
        delimiterIsEscaped = delimiter < 0x20;
        froms = new int[maxFields];
        tos = new int[maxFields];
        special = new boolean[maxFields];
    }

    static boolean takes(char delimiter) {
        return delimiter == '\t' || delimiter > 0x20 && delimiter < 0x7F && delimiter != '"' && delimiter != '\\';
    }

    /** From now on rows have this many fields. */
    void expect(int fields) {
        froms = Arrays.copyOf(froms, fields);
        tos = Arrays.copyOf(tos, fields);
        special = Arrays.copyOf(special, fields);
    }

    /**
     * Looks through one row.
     *
     * @param text not copied
     * @param isEnd whether the file ends at the limit
     * @return where the next row begins, {@link #MORE} or {@link #STRANGE}
     */
    int scan(byte[] text, int from, int to, boolean isEnd) {
        bytes = text;
        limit = to;
        end = isEnd;
        count = 0;
        lines = 0;
        folded = 0;
        blank = false;
        int at = from;
        while (true) {
            at = at < limit && bytes[at] == '"' ? quoted(at + 1) : plain(at);
            if (at < 0) {
                return at;
            }
            if (at == limit) {
                return end ? limit : MORE;
            }
            int kind = kinds[bytes[at] & 0xFF];
            if (kind == LINE_FEED) {
                lines++;
                return at + 1;
            }
            if (kind == RETURN) {
                if (at + 1 == limit) {
                    return end ? STRANGE : MORE;
                }
                if (bytes[at + 1] != '\n') {
                    return STRANGE;
                }
                lines++;
                return at + 2;
            }
            if (kind != DELIMITER) {
                return STRANGE;
            }
            at++;
        }
    }

    /** Where the field without quotes ends that begins here. */
    private int plain(int from) {
        boolean escapes = false;
        int at = from;
        while (at < limit) {
            int kind = kinds[bytes[at] & 0xFF];
            if (kind == PLAIN) {
                at++;
            } else if (kind == ESCAPED) {
                escapes = true;
                at++;
            } else if (kind == BEYOND_ASCII) {
                at = character(at);
                if (at < 0) {
                    return at;
                }
            } else if (kind == QUOTE) {
                return STRANGE;
            } else {
                break;
            }
        }
        blank = at == from;
        field(from, at, escapes);
        return at;
    }

    /** What is behind the quote that closes the field whose text begins here. */
    private int quoted(int from) {
        boolean escapes = false;
        int at = from;
        while (at < limit) {
            int kind = kinds[bytes[at] & 0xFF];
            if (kind == PLAIN) {
                at++;
            } else if (kind == QUOTE) {
                if (at + 1 == limit && !end) {
                    return MORE;
                }
                if (at + 1 == limit || bytes[at + 1] != '"') {
                    blank = false;
                    field(from, at, escapes);
                    return at + 1;
                }
                escapes = true;
                folded++;
                at += 2;
            } else if (kind == BEYOND_ASCII) {
                at = character(at);
                if (at < 0) {
                    return at;
                }
            } else if (kind == RETURN) {
                if (at + 1 == limit) {
                    return end ? STRANGE : MORE;
                }
                if (bytes[at + 1] != '\n') {
                    return STRANGE;
                }
                escapes = true;
                at++;
            } else {
                escapes |= kind != DELIMITER || delimiterIsEscaped;
                lines += kind == LINE_FEED ? 1 : 0;
                at++;
            }
        }
        return end ? STRANGE : MORE;
    }

    private void field(int from, int to, boolean escapes) {
        if (count < froms.length) {
            froms[count] = from;
            tos[count] = to;
            special[count] = escapes;
        }
        count++;
    }

    /** Behind the character of more than one byte that begins here, if it is well-formed. */
    private int character(int at) {
        int size = PlainBytes.character(bytes, at, limit);
        if (size <= 0) {
            return size == 0 || end ? STRANGE : MORE;
        }
        folded += size - 1;
        boolean isMark =
                size == 3 && bytes[at] == (byte) 0xEF && bytes[at + 1] == (byte) 0xBF && bytes[at + 2] == (byte) 0xBF;
        return isMark ? STRANGE : at + size;
    }

    /** How many fields there are, also beyond those that are expected. */
    int count() {
        return count;
    }

    /** How many line ends the row has, its own included. */
    int lines() {
        return lines;
    }

    /** Whether there is nothing on the line. */
    boolean isBlank() {
        return blank && count == 1;
    }

    int from(int field) {
        return froms[field];
    }

    int to(int field) {
        return tos[field];
    }

    /** Whether a field holds what JSON escapes, or a doubled quote. */
    boolean isSpecial(int field) {
        return special[field];
    }

    /** Code points of a row that has all its fields, and no more. */
    long chars() {
        long all = -folded;
        for (int i = 0; i < count; i++) {
            all += tos[i] - froms[i];
        }
        return all;
    }
}
