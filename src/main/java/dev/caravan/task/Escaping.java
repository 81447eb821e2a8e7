package dev.caravan.task;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** JSON string escaping. */
final class Escaping {
    private Escaping() {}

    /** The inside of a JSON string in UTF-8. Half surrogate pairs, which UTF-8 can't hold, become {@code \\uXXXX}. */
    static byte[] json(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                append(c, out);
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> {
                if (c < 0x20 || Character.isSurrogate(c)) {
                    out.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
