package dev.caravan.validation;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a schema demands of one value, as far as {@link AnswerScan} can tell by the bytes. Of a value that is of a type, only
 * what is said of that type counts, as in JSON Schema.
 *
 * @param types bits of those that are allowed
 * @param choice null where any value is good
 */
record Shape(int types, @Nullable Choice choice, Texts texts, Numbers numbers, Items items, Fields fields) {
    static final int OBJECT = 1;
    static final int ARRAY = 1 << 1;
    static final int STRING = 1 << 2;
    /** With or without a fraction; {@link #INTEGER} alone has none. */
    static final int NUMBER = 1 << 3;

    static final int INTEGER = 1 << 4;
    static final int TRUE = 1 << 5;
    static final int FALSE = 1 << 6;
    static final int NULL = 1 << 7;
    static final int ALL = (1 << 8) - 1;

    /** Any value at all. */
    static final Shape ANY = new Shape(ALL, null, Texts.ANY, Numbers.ANY, Items.ANY, Fields.ANY);

    boolean allows(int type) {
        return (types & type) != 0;
    }

    Shape orNull() {
        return new Shape(types | NULL, choice == null ? null : choice.orNull(), texts, numbers, items, fields);
    }

    /**
     * The values of an {@code enum}; numbers, lists and objects are none of them.
     *
     * @param texts as they stand between their quotes; @param words bits of those among true, false and null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Choice(byte[][] texts, int words) {

        Choice orNull() {
            return new Choice(texts, words | NULL);
        }

        boolean has(byte[] bytes, int from, int to) {
            for (byte[] text : texts) {
                if (text.length == to - from && Arrays.equals(text, 0, text.length, bytes, from, to)) {
                    return true;
                }
            }
            return false;
        }

        boolean hasWord(int word) {
            return (words & word) != 0;
        }
    }

    /** Lengths in code points; @param good null where any text of that length is */
    record Texts(int least, int most, @Nullable Predicate<String> good) {
        static final Texts ANY = new Texts(0, Integer.MAX_VALUE, null);
    }

    /** Inclusive unless said otherwise. Numbers of more than 15 digits are no matter of this one, unless it allows any. */
    record Numbers(double least, double most, boolean aboveLeast, boolean belowMost) {
        static final Numbers ANY = new Numbers(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, false);

        boolean isAny() {
            return least == Double.NEGATIVE_INFINITY && most == Double.POSITIVE_INFINITY;
        }

        boolean has(double number) {
            return (aboveLeast ? number > least : number >= least) && (belowMost ? number < most : number <= most);
        }
    }

    /** @param each null where any value is good */
    record Items(@Nullable Shape each, int least, int most) {
        static final Items ANY = new Items(null, 0, Integer.MAX_VALUE);
    }

    /**
     * @param names of the known fields, at most 64; @param shapes theirs, in the same order
     * @param required bits of those that must be there
     * @param others shape of all others; null if there may be none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Fields(
            byte[][] names,
            Shape[] shapes,
            long required,
            boolean closed,
            @Nullable Shape others) {
        static final Fields ANY = new Fields(new byte[0][], new Shape[0], 0, false, null);

        /** The place of a name; -1 if it is none of them. Looked for first where it is likely to be. */
        int find(byte[] bytes, int from, int to, int likely) {
            if (likely < names.length && is(names[likely], bytes, from, to)) {
                return likely;
            }
            for (int i = 0; i < names.length; i++) {
                if (is(names[i], bytes, from, to)) {
                    return i;
                }
            }
            return -1;
        }

        private static boolean is(byte[] name, byte[] bytes, int from, int to) {
            return name.length == to - from && Arrays.equals(name, 0, name.length, bytes, from, to);
        }
    }
}
