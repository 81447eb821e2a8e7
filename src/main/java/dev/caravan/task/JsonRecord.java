package dev.caravan.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A canonical record found by scanning its bytes once; values stay where they are until asked for. One is used for line after
 * line. Not thread-safe.
 */
public final class JsonRecord implements CanonicalRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordScanner scanner = new RecordScanner();
    private byte[] bytes = new byte[0];
    private int start;
    private int end;
    private int[] spans = new int[0];

    /** No record yet: {@link #read} gives it one. */
    public JsonRecord() {}

    /**
     * Scans a line of a segment.
     *
     * @param line one compact JSON object in UTF-8, without line end; not copied, must not change
     * @throws IllegalArgumentException if it is not one
     */
    public static JsonRecord parse(byte[] line) {
        var record = new JsonRecord();
        record.read(line, 0, line.length);
        return record;
    }

    /**
     * Becomes the record of another line, in the same memory.
     *
     * @param lines holds it; not copied, must not change as long as this is that record
     * @param from where it starts
     * @param to where its line end is
     * @throws IllegalArgumentException if it is not one compact JSON object in UTF-8
     */
    public void read(byte[] lines, int from, int to) {
        scanner.scan(lines, from, to);
        bytes = lines;
        start = from;
        end = to;
        spans = scanner.spans();
    }

    @Override
    public byte[] bytes() {
        return start == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, end);
    }

    @Override
    public Optional<byte[]> escaped(String field) {
        int at = find(field.getBytes(StandardCharsets.UTF_8));
        return at < 0 ? Optional.empty() : Optional.of(escapedAt(at));
    }

    @Override
    public Optional<String> text(String field) {
        int at = find(field.getBytes(StandardCharsets.UTF_8));
        if (at < 0) {
            return Optional.empty();
        }
        int from = spans[at + 2];
        int to = spans[at + 3];
        return Optional.of(isText(at) ? decode(from, to) : isNull(at) ? "" : utf8(from, to));
    }

    /** Writes what {@link #escaped} gives, nothing for a field that is not there. */
    void writeEscaped(byte[] field, OutputStream out) throws IOException {
        int at = find(field);
        if (at < 0 || isNull(at)) {
            return;
        }
        if (isText(at)) {
            out.write(bytes, spans[at + 2] + 1, spans[at + 3] - spans[at + 2] - 2);
        } else {
            out.write(escapedAt(at));
        }
    }

    private byte[] escapedAt(int at) {
        int from = spans[at + 2];
        int to = spans[at + 3];
        if (isText(at)) {
            return Arrays.copyOfRange(bytes, from + 1, to - 1);
        }
        return isNull(at) ? new byte[0] : Escaping.json(utf8(from, to));
    }

    private boolean isText(int at) {
        return bytes[spans[at + 2]] == '"';
    }

    private boolean isNull(int at) {
        return bytes[spans[at + 2]] == 'n';
    }

    private int find(byte[] field) {
        for (int i = 0; i < scanner.used(); i += 4) {
            if (keyIs(spans[i], spans[i + 1], field)) {
                return i;
            }
        }
        return -1;
    }

    private boolean keyIs(int from, int to, byte[] field) {
        int length = to - from - 2;
        if (length <= field.length) {
            return Arrays.equals(bytes, from + 1, to - 1, field, 0, field.length) && !hasBackslash(from, to);
        }
        // An escaped key is longer than what it says.
        return hasBackslash(from, to) && decode(from, to).equals(new String(field, StandardCharsets.UTF_8));
    }

    private boolean hasBackslash(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private String decode(int from, int to) {
        if (!hasBackslash(from, to)) {
            return utf8(from + 1, to - 1);
        }
        try {
            return JSON.readValue(bytes, from, to - from, String.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Not a JSON string: " + utf8(from, to), e);
        }
    }

    private String utf8(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
