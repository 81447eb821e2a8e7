package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every format keeps whose files are text with many records. */
public abstract class TextualFormatContract extends ManyRecordsContract {

    /** A file of these rows with the fields {@code id} and {@code text}, each row on one line of its own. */
    protected abstract String file(List<String> ids, List<String> texts);

    @Override
    protected final byte[] bytes(List<String> ids, List<String> texts) {
        return file(ids, texts).getBytes(UTF_8);
    }

    @Override
    protected final InputStream longFile(String id, String text, int rows) {
        String one = file(List.of(id), List.of(text));
        String two = file(List.of(id, id), List.of(text, text));
        int shared = 0;
        while (shared < one.length() && one.charAt(shared) == two.charAt(shared)) {
            shared++;
        }
        int row = two.length() - one.length();
        return new Repeated(
                two.substring(0, shared), two.substring(shared, shared + row), one.substring(shared), rows - 1);
    }

    @Test
    void readsEveryAllowedEncoding() {
        String file = file(List.of("a"), List.of("é 漢 😀"));
        List<String> plain = read(file);
        assertThat(plain).containsExactly(firstLine() + " {\"id\":\"a\",\"text\":\"é 漢 😀\"}");
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(read(bom(file, charset), name())).isEqualTo(plain);
            assertThat(read(Packed.dripping(new ByteArrayInputStream(bom(file, charset))), name()))
                    .isEqualTo(plain);
        }
    }

    @Test
    void refusesUtf32() {
        byte[] bytes = bom(file(List.of("a"), List.of("x")), Charset.forName("UTF-32LE"));
        assertThat(read(bytes, name())).containsExactly("! line 1: the text is UTF-32; allowed are UTF-8 and UTF-16");
    }

    @Test
    void endsAtTheFirstByteThatIsNoText() {
        byte[] bytes =
                file(List.of("a", "b", "c"), List.of("one", "t§o", "three")).getBytes(StandardCharsets.ISO_8859_1);
        List<String> rows = read(bytes, name());
        assertThat(rows.get(0)).isEqualTo(firstLine() + " {\"id\":\"a\",\"text\":\"one\"}");
        assertThat(rows.get(1))
                .isEqualTo(
                        "! line " + (firstLine() + 1)
                                + ": the byte 0xA7 is not valid UTF-8 here; allowed are UTF-8, and UTF-16 with a byte order mark");
        assertThat(rows).hasSize(2);
    }

    @Test
    void endsAtHalfASurrogatePairOfUtf16() {
        byte[] bytes = bom(file(List.of("a", "b"), List.of("one", "x§")), StandardCharsets.UTF_16LE);
        for (int i = 0; i < bytes.length; i += 2) {
            if (bytes[i] == (byte) 0xA7 && bytes[i + 1] == 0) {
                bytes[i + 1] = (byte) 0xD8;
            }
        }
        List<String> rows = read(bytes, name());
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1))
                .startsWith("! line " + (firstLine() + 1) + ": the byte 0x")
                .contains("UTF-16LE");
    }

    protected final List<String> read(String file) {
        return read(file.getBytes(UTF_8), name());
    }

    private static byte[] bom(String text, Charset charset) {
        return ("\uFEFF" + text).getBytes(charset);
    }
}
