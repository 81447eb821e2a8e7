package dev.caravan.intake.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordFormatContract;
import dev.caravan.intake.Repeated;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainTextTest extends RecordFormatContract {
    private static final String NAMES = "\"file_name\":\"source.txt\",\"path\":\"source.txt\"";

    @Override
    protected RecordFormat format() {
        return new TextFormat();
    }

    @Override
    protected String name() {
        return "txt";
    }

    @Override
    protected byte[] bytes(List<String> ids, List<String> texts) {
        return texts.get(0).getBytes(UTF_8);
    }

    @Override
    protected int firstLine() {
        return 1;
    }

    @Override
    protected int rows(int wanted) {
        return 1;
    }

    @Override
    protected Map<String, Object> fields(String id, String text) {
        return Map.of("file_name", "source.txt", "path", "source.txt", "text", text);
    }

    @Test
    void keepsLineEndsAndWhatLooksLikeFrontMatter() {
        assertThat(read("---\r\na: 1\r\n---\r\nb\n".getBytes(UTF_8), "txt"))
                .containsExactly("1 {" + NAMES + ",\"text\":\"---\\r\\na: 1\\r\\n---\\r\\nb\\n\"}");
    }

    @Test
    void readsUtf8AndMarkedUtf16WithoutTheirMark() {
        for (byte[] bytes :
                List.of("é 漢".getBytes(UTF_8), "\uFEFFé 漢".getBytes(UTF_8), "\uFEFFé 漢".getBytes(UTF_16LE))) {
            assertThat(read(bytes, "txt")).containsExactly("1 {" + NAMES + ",\"text\":\"é 漢\"}");
        }
        assertThat(read(new byte[0], "txt")).containsExactly("1 {" + NAMES + ",\"text\":\"\"}");
    }

    @Test
    void refusesWhatIsNoText() {
        assertThat(read("one\ntwo §\n".getBytes(ISO_8859_1), "txt"))
                .containsExactly("1 bad_text: line 2: the byte 0xA7 is not valid UTF-8 here; allowed are UTF-8, and"
                        + " UTF-16 with a byte order mark");
    }

    @Test
    void refusesMoreThanARecordCanHold() {
        String part = "x".repeat(1 << 20);
        assertThat(read(new Repeated("", part, "", 7), "txt"))
                .containsExactly("1 {" + NAMES + ",\"text\":\"" + part.repeat(7) + "\"}");
        assertThat(read(new Repeated("", part, "x", 8), "txt"))
                .containsExactly("1 record_too_long: longer than 8388608 bytes, the most that one record can have");
    }
}
