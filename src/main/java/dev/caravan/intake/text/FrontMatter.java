package dev.caravan.intake.text;

import java.util.Map;

/**
 * YAML between a first line {@code ---} and the next. Its values are fields, as the text that stands there, lists and objects.
 * What is no mapping, is large, or has a key twice, is no front matter but text.
 *
 * @param text what follows it, or everything
 */
record FrontMatter(Map<String, Object> fields, String text) {
    private static final int MAX_CHARS = 1 << 16;

    static FrontMatter none(String whole) {
        return new FrontMatter(Map.of(), whole);
    }

    static FrontMatter of(String whole) {
        int start = isFence(whole, 0) ? lineAfter(whole, 0) : -1;
        for (int line = start; line >= 0 && line - start <= MAX_CHARS; line = lineAfter(whole, line)) {
            if (isFence(whole, line)) {
                Map<String, Object> fields = YamlValues.read(whole.substring(start, line));
                int rest = lineAfter(whole, line);
                return fields == null ? none(whole) : new FrontMatter(fields, rest < 0 ? "" : whole.substring(rest));
            }
        }
        return none(whole);
    }

    /** Where the next line begins; -1 if this is the last. */
    private static int lineAfter(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? -1 : end + 1;
    }

    private static boolean isFence(String text, int from) {
        if (!text.startsWith("---", from)) {
            return false;
        }
        int end = text.indexOf('\n', from);
        return text.substring(from, end < 0 ? text.length() : end)
                .stripTrailing()
                .equals("---");
    }
}
