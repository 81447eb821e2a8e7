package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.intake.csv.CsvFormat;
import dev.caravan.intake.jsonl.JsonlFormat;
import dev.caravan.ledger.Ranges.Mark;
import dev.caravan.task.Task;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several readers that each have a range of a file return what one reader of all of it returns, with the same line numbers. */
class RowMarksTest {
    private static final List<String> FIELDS = List.of("id", "k1", "k2", "text", "no column");

    private static final String[] CSV = {
        "7,one",
        "8,",
        ",",
        "\"two\nlines\",x",
        "\"two\r\nlines\",\"he said \"\"no\"\"\"",
        "ü,漢字 😀",
        "1,2,3",
        "only one",
        "",
        "",
        "\uFEFF,2",
        "a,\t\u0001\\"
    };
    private static final String[] STRANGE_CSV = {
        "a,b\r7,8", "\"open,x", "a\"b,c", "\"x\ry\",1", "\uFFFF,2", "\r", "\0,1"
    };
    private static final String[] JSONL = {
        "{\"id\":7,\"text\":\"one\"}",
        "{\"id\":\"8\"}",
        "{}",
        "{\"id\":{\"a\":[1,2]},\"k1\":null}",
        "not json",
        "[1]",
        "",
        " \t",
        "{\"id\":\"ü 😀\",\"text\":\"\\u00e9\\n\u2028\"}",
        "{\"id\":1} {\"id\":2}",
        "\uFEFF{\"id\":3}",
        "\r{\"id\":4}\r",
        "{\"id\":5,\r\"k2\":1}",
        "\r\r"
    };
    private static final byte[][] NO_UTF8 = {
        {(byte) 0xFF},
        {(byte) 0xC0, (byte) 0x80},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xE2, (byte) 0x82},
        {(byte) 0x80}
    };

    private final Formats formats = new Formats(List.of(new CsvFormat(), new JsonlFormat()));
    private final Task.Input input = IntakeFixture.task(false).input();

    private static byte[] file(Random random, String header, String[] pieces, String[] strange) {
        var out = new ByteArrayOutputStream();
        boolean wild = random.nextInt(3) == 0;
        out.writeBytes((random.nextInt(8) == 0 ? "\uFEFF" : "").getBytes(UTF_8));
        out.writeBytes(header.getBytes(UTF_8));
        int rows = random.nextInt(40);
        for (int i = 0; i < rows; i++) {
            out.writeBytes(pieces[random.nextInt(pieces.length)].getBytes(UTF_8));
            if (wild && random.nextInt(20) == 0) {
                out.writeBytes(strange[random.nextInt(strange.length)].getBytes(UTF_8));
            }
            if (wild && random.nextInt(30) == 0) {
                out.writeBytes(NO_UTF8[random.nextInt(NO_UTF8.length)]);
            }
            boolean last = i == rows - 1 && random.nextBoolean();
            out.writeBytes((last ? "" : random.nextInt(4) == 0 ? "\r\n" : "\n").getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    private static InputStream from(byte[] file, long at) {
        return new ByteArrayInputStream(file, (int) at, file.length - (int) at);
    }

    /** Marks as one walks along, so many bytes apart or a row more; the last one is the end of the file. */
    private List<Mark> marks(String name, byte[] file, int apart) throws IOException {
        List<Mark> marks = new ArrayList<>();
        try (RowMarks found = formats.marks(name, from(file, 0), input)) {
            if (found == null) {
                return marks;
            }
            Mark next = found.first();
            while (next != null && next.at() < file.length) {
                marks.add(next);
                next = found.next(next.at() + apart);
            }
        }
        marks.add(new Mark(file.length, 0, 0));
        return marks;
    }

    /** What all of the ranges return, up to where one of them can't be read. */
    private List<String> inRanges(String name, byte[] file, List<Mark> marks) throws IOException {
        List<String> told = new ArrayList<>();
        for (int i = 0; i + 1 < marks.size(); i++) {
            Mark from = marks.get(i);
            InputStream bytes =
                    new Within(from(file, from.at()), marks.get(i + 1).at() - from.at());
            List<String> range = Told.all(() -> formats.openAt(name, from(file, 0), input, from, bytes), FIELDS);
            told.addAll(i == 0 ? range : range.subList(1, range.size()));
            if (range.get(range.size() - 1).startsWith("unreadable")) {
                break;
            }
        }
        return told;
    }

    /** Returns how many ranges there were. */
    private int same(String name, byte[] file, int apart, String as) throws IOException {
        List<Mark> marks = marks(name, file, apart);
        if (marks.size() < 2) {
            return 0;
        }
        assertThat(inRanges(name, file, marks))
                .as("%s, %d apart: %s", as, apart, marks)
                .isEqualTo(Told.all(() -> formats.open(name, from(file, 0), input), FIELDS));
        return marks.size() - 1;
    }

    @ParameterizedTest
    @CsvSource({"a.csv", "a.tsv", "a.jsonl"})
    void readersOfRangesReturnWhatOneReaderDoes(String name) throws IOException {
        boolean csv = !name.endsWith("jsonl");
        int ranges = 0;
        for (int seed = 0; seed < 4_000; seed++) {
            var random = new Random(seed);
            byte[] file = csv
                    ? file(random, "id,text\n".replace(",", name.endsWith("tsv") ? "\t" : ","), CSV, STRANGE_CSV)
                    : file(random, "", JSONL, STRANGE_CSV);
            String as = "seed " + seed + ": " + new String(file, UTF_8);
            ranges += same(name, file, 1, as);
            ranges += same(name, file, 1 + random.nextInt(60), as);
        }
        assertThat(ranges).isGreaterThan(20_000);
    }

    @ParameterizedTest
    @CsvSource({"a.csv, 1000000", "a.csv, 2500000", "a.jsonl, 1000000", "a.jsonl, 2500000", "a.jsonl, 9000000"})
    void aLongRowOverABoundaryIsReadWhole(String name, int length) throws IOException {
        String filler = "0123456789 é\\n,".repeat(length / 15);
        String row = name.endsWith("csv") ? "%d,\"%s\"\n" : "{\"id\":%d,\"text\":\"%s\"}\n";
        var file = new StringBuilder(name.endsWith("csv") ? "id,text\n" : "");
        for (int i = 1; i <= 5; i++) {
            file.append(row.formatted(i, i % 2 == 0 ? filler : "short"));
        }
        assertThat(same(name, file.toString().getBytes(UTF_8), 100_000, "long rows"))
                .isPositive();
    }

    @Test
    void linesAreCountedThoughAQuoteGoesOverThem() throws IOException {
        byte[] file = "id,text\r\n1,\"a\r\nb\n\"\n\n2,c\n3,d".getBytes(UTF_8);
        assertThat(marks("a.csv", file, 1))
                .containsExactly(
                        new Mark(9, 1, 0),
                        new Mark(19, 4, 0),
                        new Mark(20, 5, 0),
                        new Mark(24, 6, 0),
                        new Mark(file.length, 0, 0));
    }

    @Test
    void whatIsPackedOrNoUtf8OrOfAnotherFormatIsReadInOnePiece() throws IOException {
        byte[] zstd = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0};
        assertThat(formats.marks("a.csv.zst", new ByteArrayInputStream(zstd), input))
                .isNull();
        assertThat(formats.marks("a.jsonl", new ByteArrayInputStream(zstd), input))
                .isNull();
        byte[] wide = {(byte) 0xFF, (byte) 0xFE, '{', 0, '}', 0};
        assertThat(formats.marks("a.jsonl", new ByteArrayInputStream(wide), input))
                .isNull();
        assertThat(formats.marks("a.csv", new ByteArrayInputStream(wide), input))
                .isNull();
        assertThat(formats.marks("a.xml", new ByteArrayInputStream(wide), input))
                .isNull();
    }
}
