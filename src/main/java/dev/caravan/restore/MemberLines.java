package dev.caravan.restore;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.caravan.ledger.Assembly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a members' file: {@code [record, attempt, tries, source id, content hash]} a line, the hash in base 36. Not
 * thread-safe.
 */
public final class MemberLines {
    private static final byte[] DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
    private static final int RADIX = 36;
    private static final int DECIMAL = 10;
    /** Three numbers, a hash, and what stands between them. */
    private static final int MOST_BESIDE_ID = 96;

    private final OutputStream out;
    private final byte[] digits = new byte[Long.SIZE + 1];
    private final byte[] lines = new byte[1 << 15];
    private int length;

    /** @param out not closed */
    public MemberLines(OutputStream out) {
        this.out = out;
    }

    /** One more line, which is passed on with {@link #flush()} at the latest. */
    public void add(Assembly.Identity member) throws IOException {
        if (length + MOST_BESIDE_ID > lines.length) {
            flush();
        }
        put('[');
        number(member.recordId(), DECIMAL);
        put(',');
        number(member.attempt(), DECIMAL);
        put(',');
        number(member.tries(), DECIMAL);
        put(',');
        put('"');
        text(member.sourceId());
        put('"');
        put(',');
        put('"');
        number(member.content(), RADIX);
        put('"');
        put(']');
        put('\n');
    }

    private void put(char ascii) {
        lines[length++] = (byte) ascii;
    }

    private void text(String text) throws IOException {
        if (length + text.length() + MOST_BESIDE_ID > lines.length) {
            flush();
        }
        int start = length;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c >= 0x7F || length + MOST_BESIDE_ID > lines.length) {
                length = start;
                quoted(text);
                return;
            }
            put(c);
        }
    }

    private void quoted(String text) throws IOException {
        flush();
        out.write(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    }

    private void number(long number, int radix) {
        int at = digits.length;
        // Below zero, where every number has its twin.
        long rest = number < 0 ? number : -number;
        do {
            digits[--at] = DIGITS[(int) -(rest % radix)];
            rest /= radix;
        } while (rest != 0);
        if (number < 0) {
            digits[--at] = '-';
        }
        System.arraycopy(digits, at, lines, length, digits.length - at);
        length += digits.length - at;
    }

    /** Passes all lines on. */
    public void flush() throws IOException {
        out.write(lines, 0, length);
        length = 0;
    }
}
