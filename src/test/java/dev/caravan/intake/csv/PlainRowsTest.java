package dev.caravan.intake.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.intake.PlainBytes;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.SourceRow;
import dev.caravan.intake.StrictReader;
import dev.caravan.intake.Told;
import dev.caravan.intake.Trickle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of plain rows are read as FastCSV reads their text, whatever stands among them. */
class PlainRowsTest {
    /** What rows are made of, the plain more often than the strange. */
    private static final String[] PIECES = {
        "a", "bc", "def ghi", ",", ",", ",", ",", "\n", "\n", "\r\n", "\"", "\"x, y\"", "\"he said \"\"no\"\"\"",
                "\"two\nlines\"",
        "\"two\r\nlines\"", "\"\"", "ü", "漢字", "😀", "\\", "\t", "\u0001", "\u007f", " ", "\u3000", "\u00a0", "7",
                "-1.5e3",
        "\"\\n\"", ";", "|", "\"\"\"\"", "\u2028"
    };

    private static final String[] STRANGE = {
        "\r",
        "\"open",
        "\uFFFF",
        "\uFFFE",
        "\uFEFF",
        "\u0000",
        "a\"b",
        "\"a\"b",
        "\"x\ry\"",
        "\"x\ry\n\"",
        "\n\uFFFF\n",
        "\n\n\r\r\n"
    };

    private static final byte[][] NO_UTF8 = {
        {(byte) 0xFF},
        {(byte) 0xC0, (byte) 0x80},
        {(byte) 0xE0, (byte) 0x80, (byte) 0x80},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        {(byte) 0xC3},
        {(byte) 0xE2, (byte) 0x82},
        {(byte) 0xF0, (byte) 0x9F, (byte) 0x98},
        {(byte) 0x80},
        {(byte) 0xF8, (byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80}
    };

    private static RecordReader fast(InputStream in) throws IOException {
        var file = new PlainBytes(in);
        return CsvFormat.open(file, null, false);
    }

    private static RecordReader slow(InputStream in) throws IOException {
        Replay text = new Replay(new StrictReader(in));
        return new CsvRows(text, Delimiter.detect(text::peek));
    }

    private static List<String> all(Told.Opening opening) throws IOException {
        return Told.all(opening, List.of("k1", "k2", "k3", "k4", "id", "text", "no column"));
    }

    private static void same(byte[] file, long seed, int breaksAt) throws IOException {
        List<String> expected = all(() -> slow(new Trickle(file, new Random(seed), breaksAt)));
        assertThat(all(() -> fast(new Trickle(file, new Random(seed + 1), breaksAt))))
                .as("file %s, seed %d", new String(file, UTF_8), seed)
                .isEqualTo(expected);
    }

    private static byte[] file(Random random) {
        var out = new ByteArrayOutputStream();
        int columns = 1 + random.nextInt(4);
        boolean wild = random.nextInt(3) == 0;
        out.writeBytes((random.nextInt(8) == 0 ? "\uFEFF" : "").getBytes(UTF_8));
        out.writeBytes((random.nextInt(8) == 0 ? "\n\r\n" : "").getBytes(UTF_8));
        String delimiter = random.nextInt(3) == 0 ? ";" : ",";
        for (int i = 0; i < columns; i++) {
            out.writeBytes(((i > 0 ? delimiter : "") + "\"k" + (columns - i) + "\"").getBytes(UTF_8));
        }
        out.writeBytes((random.nextBoolean() ? "\n" : "\r\n").getBytes(UTF_8));
        for (int row = random.nextInt(12); row > 0; row--) {
            if (random.nextInt(3) > 0) {
                row(random, columns, delimiter, out);
            } else {
                for (int i = random.nextInt(9); i > 0; i--) {
                    out.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8));
                }
            }
            if (wild && random.nextInt(9) == 0) {
                out.writeBytes(STRANGE[random.nextInt(STRANGE.length)].getBytes(UTF_8));
            }
            if (wild && random.nextInt(15) == 0) {
                out.writeBytes(NO_UTF8[random.nextInt(NO_UTF8.length)]);
            }
            out.writeBytes((random.nextInt(9) == 0 ? "" : "\n").getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    /** As many fields as there should be. */
    private static void row(Random random, int columns, String delimiter, ByteArrayOutputStream out) {
        for (int i = 0; i < columns; i++) {
            String text = random.nextInt(5) == 0 ? "" : "v" + random.nextInt(1000) + " é\\ \t";
            boolean quoted = random.nextBoolean();
            String field = quoted ? "\"" + text + "\"\"" + delimiter + "\n" + "\"" : text;
            out.writeBytes(((i > 0 ? delimiter : "") + field).getBytes(UTF_8));
        }
    }

    @Test
    void readsAnyRowsAsTheParserOfTextsDoes() throws IOException {
        for (int seed = 0; seed < 20_000; seed++) {
            same(file(new Random(seed)), seed, Trickle.NOWHERE);
        }
    }

    @Test
    void readsAnyBytesAsTheParserOfTextsDoes() throws IOException {
        for (int seed = 0; seed < 5_000; seed++) {
            var random = new Random(seed);
            byte[] file = file(random);
            for (int i = random.nextInt(3); i >= 0 && file.length > 0; i--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            same(file, seed, Trickle.NOWHERE);
        }
    }

    @Test
    void endsWhereThePackedDataOfAFileEnds() throws IOException {
        for (int seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            byte[] file = file(random);
            same(file, seed, random.nextInt(file.length + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60_000, 131_000, 131_072, 131_080, 600_000, 1_048_500, 1_048_570, 1_100_000, 2_500_000})
    void readsLongRowsAsTheParserOfTextsDoes(int length) throws IOException {
        String filler = "0123456789 é\"\",\n".repeat(length / 17);
        String file = "id,text\n1,one\n2,\"" + filler + "\"\n3,three\r\n\r\n4,\"\"\"" + filler + "\"\n5\n6,"
                + "x".repeat(length) + "\n7,seven\n";
        same(file.getBytes(UTF_8), length, Trickle.NOWHERE);
        assertThat(all(() -> fast(new ByteArrayInputStream(file.getBytes(UTF_8)))))
                .hasSize(8);
    }

    @Test
    void readsALongHeaderAsTheParserOfTextsDoes() throws IOException {
        for (int columns : new int[] {9_999, 10_000, 10_001, 12_000}) {
            var file = new StringBuilder("c0");
            var row = new StringBuilder("0");
            for (int i = 1; i < columns; i++) {
                file.append(",c").append(i);
                row.append(',').append(i);
            }
            same(file.append('\n').append(row).append('\n').toString().getBytes(UTF_8), columns, Trickle.NOWHERE);
        }
    }

    @Test
    void readsOtherEncodingsAsTheParserOfTextsDoes() throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
            same("\uFEFFid,text\n1,one\n2,\"é\"\n".getBytes(charset), 1, Trickle.NOWHERE);
            same("id,text\n1,one\n".getBytes(charset), 2, Trickle.NOWHERE);
        }
        same(new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF, 0, 0, 0, 'a'}, 3, Trickle.NOWHERE);
        same(new byte[0], 4, Trickle.NOWHERE);
        same("\n\n".getBytes(UTF_8), 5, Trickle.NOWHERE);
    }

    @Test
    void staysWithBytesUntilARowIsStrange() throws IOException {
        byte[] file = "a,b\n1,x\n2,\"y \"\"z\"\"\"\n3,q\"r\n4,s\n".getBytes(UTF_8);
        try (RecordReader rows = fast(new ByteArrayInputStream(file))) {
            assertThat(((SourceRow.Readable) rows.next()).fields()).isInstanceOf(PlainFields.class);
            assertThat(((SourceRow.Readable) rows.next()).fields()).isInstanceOf(PlainFields.class);
            assertThat(((SourceRow.Readable) rows.next()).fields()).isInstanceOf(CsvFields.class);
            SourceRow last = rows.next();
            assertThat(last.line()).isEqualTo(5);
            assertThat(rows.next()).isNull();
        }
    }
}
