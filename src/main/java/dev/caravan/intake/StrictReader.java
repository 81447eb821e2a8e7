package dev.caravan.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Text of a file: UTF-8 with or without byte order mark, UTF-16 by its mark. Bytes that are not, and packed data that
 * is damaged or cut off, end it with an {@link UnreadableFileException} that names the line; nothing is ever replaced.
 * Everything before that place is returned first.
 */
public final class StrictReader extends Reader {
    private final InputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 15);
    private final CharBuffer chars = CharBuffer.allocate(1 << 15);
    private final CharsetDecoder decoder;
    private boolean endOfBytes;
    private boolean finished;
    private long line = 1;
    private boolean afterCr;
    private @Nullable UnreadableFileException trouble;

    /** @param in closed with this reader; read at once for its byte order mark */
    public StrictReader(InputStream in) throws IOException {
        this(in, StandardCharsets.UTF_8);
    }

    /** @param unmarked what the text is in if it has no byte order mark */
    public StrictReader(InputStream in, Charset unmarked) throws IOException {
        this.in = in;
        bytes.flip();
        chars.flip();
        while (bytes.remaining() < 4 && !endOfBytes) {
            fillBytes();
        }
        decoder = strict(charset(unmarked));
    }

    private StrictReader(InputStream in, long line) {
        this.in = in;
        this.line = line;
        bytes.flip();
        chars.flip();
        decoder = strict(StandardCharsets.UTF_8);
    }

    /**
     * The rest of a text in UTF-8, which has no byte order mark.
     *
     * @param line on which it begins
     */
    public static StrictReader within(InputStream in, long line) {
        return new StrictReader(in, line);
    }

    /** Whether the first bytes of a file say that it is in another encoding than UTF-8. */
    public static boolean isOtherThanUtf8(byte[] first, int length) {
        ByteBuffer start = ByteBuffer.wrap(first, 0, length);
        return startsWith(start, 0xFF, 0xFE) || startsWith(start, 0xFE, 0xFF) || startsWith(start, 0, 0, 0xFE, 0xFF);
    }

    /** Whether they are the byte order mark of UTF-8. */
    public static boolean startsWithMark(byte[] first, int length) {
        return startsWith(ByteBuffer.wrap(first, 0, length), 0xEF, 0xBB, 0xBF);
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private Charset charset(Charset unmarked) throws UnreadableFileException {
        if (startsWith(0xEF, 0xBB, 0xBF)) {
            bytes.position(3);
            return StandardCharsets.UTF_8;
        }
        if (startsWith(0xFF, 0xFE, 0, 0) || startsWith(0, 0, 0xFE, 0xFF)) {
            throw new UnreadableFileException(1, "the text is UTF-32; allowed are UTF-8 and UTF-16");
        }
        boolean little = startsWith(0xFF, 0xFE);
        if (little || startsWith(0xFE, 0xFF)) {
            bytes.position(2);
            return little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        }
        return unmarked;
    }

    private boolean startsWith(int... mark) {
        return startsWith(bytes, mark);
    }

    private static boolean startsWith(ByteBuffer bytes, int... mark) {
        if (bytes.remaining() < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes.get(i) & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!chars.hasRemaining()) {
            if (trouble != null) {
                throw trouble;
            }
            if (finished) {
                return -1;
            }
            fillChars();
        }
        int n = Math.min(length, chars.remaining());
        chars.get(target, offset, n);
        return n;
    }

    private void fillChars() throws IOException {
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, endOfBytes);
        if (!result.isError() && result.isUnderflow() && endOfBytes) {
            result = decoder.flush(chars);
            finished = result.isUnderflow();
        }
        chars.flip();
        countLines();
        if (result.isError()) {
            trouble = new UnreadableFileException(line, describe(result));
        } else if (!chars.hasRemaining() && !finished) {
            fillBytes();
        }
    }

    private String describe(CoderResult result) {
        if (endOfBytes && bytes.remaining() <= result.length()) {
            return "the file ends in the middle of a character (" + decoder.charset() + ")";
        }
        String allowed = decoder.charset().name().startsWith("UTF-")
                ? "; allowed are UTF-8, and UTF-16 with a byte order mark"
                : "";
        return String.format(
                Locale.ROOT,
                "the byte 0x%02X is not valid %s here%s",
                bytes.get(bytes.position()),
                decoder.charset(),
                allowed);
    }

    private void countLines() {
        char[] array = chars.array();
        for (int i = 0; i < chars.limit(); i++) {
            char c = array[i];
            if (c == '\r' || c == '\n' && !afterCr) {
                line++;
            }
            afterCr = c == '\r';
        }
    }

    private void fillBytes() throws IOException {
        bytes.compact();
        try {
            int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
            endOfBytes = n < 0;
            bytes.position(bytes.position() + Math.max(0, n));
        } catch (UnreadableFileException e) {
            trouble = e.at(line);
            endOfBytes = true;
        } finally {
            bytes.flip();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
