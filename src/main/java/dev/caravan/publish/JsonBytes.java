package dev.caravan.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the making, as bytes: the same that Jackson's generator for UTF-8 would write, which still writes what is more than
 * plain ASCII. Not thread-safe.
 */
final class JsonBytes {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 20;
    private static final int MICROS_DIGITS = 6;
    private static final long MICROS = 1_000_000;

    private final byte[] digits = new byte[LONGEST_NUMBER];
    private byte[] bytes = new byte[1 << 8];
    private int size;

    int size() {
        return size;
    }

    void raw(byte[] some) {
        room(some.length);
        System.arraycopy(some, 0, bytes, size, some.length);
        size += some.length;
    }

    void number(long number) {
        if (number < 0) {
            raw(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        int at = LONGEST_NUMBER;
        long rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        room(LONGEST_NUMBER);
        System.arraycopy(digits, at, bytes, size, LONGEST_NUMBER - at);
        size += LONGEST_NUMBER - at;
    }

    /** Millionths as a number with six decimals. */
    void micros(long micros) {
        if (micros < 0) {
            raw(BigDecimal.valueOf(micros, MICROS_DIGITS).toPlainString().getBytes(StandardCharsets.US_ASCII));
            return;
        }
        number(micros / MICROS);
        // A one in front keeps the zeros; its place is that of the point.
        int point = size;
        number(MICROS + micros % MICROS);
        bytes[point] = '.';
    }

    void text(@Nullable String text) throws IOException {
        if (text == null) {
            raw(NULL);
            return;
        }
        int length = text.length();
        room(length + 2);
        int to = size + 1;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
                raw(escaped(text));
                return;
            }
            bytes[to++] = (byte) c;
        }
        bytes[size] = '"';
        bytes[to] = '"';
        size = to + 1;
    }

    private static byte[] escaped(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeString(text);
        }
        return out.toByteArray();
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
        }
    }

    /** Passes on what was written, and forgets it. */
    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    /** What was written, which is forgotten then. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, size);
        size = 0;
        return taken;
    }
}
