package dev.caravan.publish.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver answered.
 *
 * @param retryAfter how long it asks to be left alone; null if it does not say
 * @param words the beginning of its body
 */
public record SinkReply(int status, @Nullable Duration retryAfter, String words) {
    private static final int MOST_CHARS = 300;

    /** The words on one line, short, without anything that moves a cursor. */
    String said() {
        StringBuilder said = new StringBuilder();
        String start = words.strip();
        for (int i = 0; i < Math.min(start.length(), MOST_CHARS); i++) {
            char one = start.charAt(i);
            boolean plain = one == ' ' || Character.isLetterOrDigit(one) || one > ' ' && one < 127;
            said.append(plain ? String.valueOf(one) : "\\u%04x".formatted((int) one));
        }
        return said.isEmpty() ? "(no words)" : said.toString();
    }
}
