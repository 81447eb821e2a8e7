package dev.caravan.intake;

import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds one line of canonical JSON in UTF-8: no white space, only the escapes that JSON demands. Whoever writes brings the
 * keys of each object in ascending order ({@link String#compareTo}). One writer is used for row after row.
 */
public final class CanonicalWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private byte[] bytes = new byte[1 << 12];
    private int length;

    /** Starts the next line. */
    public void reset() {
        length = 0;
    }

    /** The line so far; valid from 0 to {@link #length()} until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** The line so far as 64 bits (xxh3). */
    public long hash() {
        return Hashing.xxh3_64().hashBytesToLong(bytes, 0, length);
    }

    /** Copies what is already JSON. */
    public void raw(byte[] json) {
        raw(json, 0, json.length);
    }

    /** Copies what is already JSON, up to but without {@code to}. */
    public void raw(byte[] json, int from, int to) {
        room(to - from);
        System.arraycopy(json, from, bytes, length, to - from);
        length += to - from;
    }

    /** One ASCII character of JSON. */
    public void raw(char json) {
        room(1);
        bytes[length++] = (byte) json;
    }

    /** JSON of ASCII characters, such as a number. */
    public void raw(String json) {
        raw(json.getBytes(StandardCharsets.US_ASCII));
    }

    /** A text with its quotes. */
    public void string(String text) {
        raw('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
                pair(c, text.charAt(++i));
            } else {
                one(c);
            }
        }
        raw('"');
    }

    /** A text with its quotes; {@code text} holds no half of a surrogate pair. */
    public void string(char[] text, int from, int to) {
        raw('"');
        for (int i = from; i < to; i++) {
            char c = text[i];
            if (Character.isHighSurrogate(c) && i + 1 < to) {
                pair(c, text[++i]);
            } else {
                one(c);
            }
        }
        raw('"');
    }

    /** A text in UTF-8, with its quotes, that holds nothing that JSON escapes. */
    public void plain(byte[] utf8, int from, int to) {
        raw('"');
        raw(utf8, from, to);
        raw('"');
    }

    /** A text in UTF-8, with its quotes; each quote in it stands twice. */
    public void string(byte[] utf8, int from, int to) {
        raw('"');
        int copied = from;
        for (int i = from; i < to; i++) {
            byte b = utf8[i];
            if (b >= 0 && (b < 0x20 || b == '"' || b == '\\')) {
                raw(utf8, copied, i);
                room(6);
                escape((char) b);
                i += b == '"' ? 1 : 0;
                copied = i + 1;
            }
        }
        raw(utf8, copied, to);
        raw('"');
    }

    private void one(char c) {
        room(6);
        if (c < 0x80) {
            if (c >= 0x20 && c != '"' && c != '\\') {
                bytes[length++] = (byte) c;
            } else {
                escape(c);
            }
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | c >> 6);
            bytes[length++] = (byte) (0x80 | c & 0x3F);
        } else {
            bytes[length++] = (byte) (0xE0 | c >> 12);
            bytes[length++] = (byte) (0x80 | c >> 6 & 0x3F);
            bytes[length++] = (byte) (0x80 | c & 0x3F);
        }
    }

    private void pair(char high, char low) {
        room(4);
        int point = Character.toCodePoint(high, low);
        bytes[length++] = (byte) (0xF0 | point >> 18);
        bytes[length++] = (byte) (0x80 | point >> 12 & 0x3F);
        bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
        bytes[length++] = (byte) (0x80 | point & 0x3F);
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\b' -> bytes[length++] = 'b';
            case '\f' -> bytes[length++] = 'f';
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xF];
            }
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, Math.multiplyExact(bytes.length, 2)));
        }
    }
}
