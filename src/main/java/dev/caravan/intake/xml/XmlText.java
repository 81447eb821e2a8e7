package dev.caravan.intake.xml;

import dev.caravan.intake.StrictReader;
import dev.caravan.intake.UnreadableFileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out what a file is written in: its byte order mark says so, else the XML declaration, else it is UTF-8. A declaration
 * of UTF-16 that can be read byte by byte is wrong, and the file UTF-8.
 */
final class XmlText {
    private static final int LOOK_AHEAD = 1024;
    private static final Pattern DECLARED =
            Pattern.compile("<\\?xml\\s[^>]{0,200}?\\sencoding\\s*=\\s*[\"']([^\"'>]{1,40})[\"']");

    private XmlText() {}

    static StrictReader of(InputStream bytes) throws IOException {
        BufferedInputStream in = new BufferedInputStream(bytes, 1 << 14);
        in.mark(LOOK_AHEAD);
        byte[] start = in.readNBytes(LOOK_AHEAD);
        in.reset();
        return new StrictReader(in, charset(new String(start, StandardCharsets.ISO_8859_1)));
    }

    private static Charset charset(String start) throws UnreadableFileException {
        if (start.startsWith("<\0?\0")) {
            return StandardCharsets.UTF_16LE;
        }
        if (start.startsWith("\0<\0?")) {
            return StandardCharsets.UTF_16BE;
        }
        Matcher declared = DECLARED.matcher(start);
        if (!declared.lookingAt()) {
            return StandardCharsets.UTF_8;
        }
        String name = declared.group(1).toUpperCase(Locale.ROOT);
        if (name.startsWith("UTF-16")) {
            return StandardCharsets.UTF_8;
        }
        if (!isKnown(name)) {
            throw new UnreadableFileException(
                    1,
                    "the encoding \"" + declared.group(1).replaceAll("\\p{Cntrl}", "_")
                            + "\" of the XML declaration is not known, or can't be what the file is written in; allowed are"
                            + " UTF-8, UTF-16 with a byte order mark, and encodings that extend ASCII, such as ISO-8859-1");
        }
        return Charset.forName(name);
    }

    private static boolean isKnown(String name) {
        try {
            Charset charset = Charset.forName(name);
            byte[] ascii = "<?xml".getBytes(StandardCharsets.US_ASCII);
            return charset.canEncode() && Arrays.equals("<?xml".getBytes(charset), ascii);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
