package dev.caravan.submission;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the words of finds stand in a text: the model quotes, Caravan counts. The same words are looked for behind the place
 * of the find before, since finds come in the order of the text.
 */
final class Places {
    /** Characters on each side of a find. */
    static final int AROUND = 500;

    private static final int STEP = 1024;

    private final String text;
    /** Bytes in UTF-8 before each {@value #STEP}th char. */
    private final int[] bytes;

    private final Map<String, Integer> seen = new HashMap<>();

    Places(String text) {
        this.text = text;
        this.bytes = new int[text.length() / STEP + 1];
        int sum = 0;
        for (int at = 0; at < text.length(); at++) {
            if (at % STEP == 0) {
                bytes[at / STEP] = sum;
            }
            sum += width(text.charAt(at));
        }
    }

    /**
     * A place.
     *
     * @param start in bytes of UTF-8 from the start of the text; @param end behind it
     * @param context the words with what stands around them
     */
    record Place(int start, int end, String context) {}

    /** Null if these words do not stand there. */
    @Nullable
    Place of(String words) {
        int from = text.indexOf(words, seen.getOrDefault(words, 0));
        if (from < 0) {
            from = text.indexOf(words);
        }
        if (from < 0 || words.isEmpty()) {
            return null;
        }
        int to = from + words.length();
        seen.put(words, to);
        return new Place(before(from), before(to), context(from, to));
    }

    private int before(int index) {
        int sum = index < text.length() ? bytes[index / STEP] : bytes[bytes.length - 1];
        for (int at = index < text.length() ? index / STEP * STEP : (bytes.length - 1) * STEP; at < index; at++) {
            sum += width(text.charAt(at));
        }
        return sum;
    }

    /** Each half of a pair is two of its four bytes. */
    private static int width(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    private String context(int from, int to) {
        int start = Math.max(0, from - AROUND);
        int end = Math.min(text.length(), to + AROUND);
        if (start > 0 && Character.isLowSurrogate(text.charAt(start))) {
            start++;
        }
        if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
            end--;
        }
        return text.substring(start, end);
    }
}
