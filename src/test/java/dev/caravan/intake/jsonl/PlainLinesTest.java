package dev.caravan.intake.jsonl;

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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of plain lines are read as Jackson reads their text, whatever stands among them. */
class PlainLinesTest {
    private static final List<String> KEYS = List.of("id", "a", "b", "text", "Z", "é", "a\\\"b", "\\u0062", "");

    private static final List<String> VALUES = List.of(
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"two words\"",
            "\"é漢😀\"",
            "\"\\n\\t\\r\\b\\f\\\\\\\"\"",
            "\"\\/\"",
            "\"\\u00e9\"",
            "\"\\u0001\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud800\"",
            "\"\\x\"",
            "\"\t\"",
            "\"\u007f\u2028\uFFFF\uFEFF\"",
            "\"\u3000\"",
            "0",
            "-0",
            "7",
            "-1.50",
            "1e5",
            "1E+05",
            "2.5e-3",
            "007",
            "1.",
            ".5",
            "-",
            "+1",
            "1e",
            "12345678901234567890123",
            "true",
            "false",
            "null",
            "True",
            "nul",
            "NaN",
            "{}",
            "[]",
            "{\"b\":1,\"a\":[2,null]}",
            "[1,\"x\",{}]",
            "\"open",
            "'x'");

    private static final List<String> LINES = List.of(
            "",
            " ",
            "\t\r",
            "\r",
            "[]",
            "7",
            "null",
            "{",
            "}",
            "{}",
            "{} ",
            " {}",
            "{}{}",
            "{,}",
            "{\"id\":1,}",
            "{\"id\" 1}",
            "{\"id\":}",
            "{\"id\":1}x",
            "\uFEFF{\"id\":1}",
            "{\"id\":1}\u0000",
            "//",
            "{id:1}",
            "{\"id\":1 \"a\":2}",
            "{\"id\"");

    private static final byte[][] NO_UTF8 = {
        {(byte) 0xFF}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {(byte) 0xC3}
    };

    private static RecordReader fast(InputStream in) throws IOException {
        return JsonlFormat.open(new PlainBytes(in));
    }

    private static RecordReader slow(InputStream in) throws IOException {
        return new TextLines(new StrictReader(in), 0);
    }

    private static List<String> all(Told.Opening opening) throws IOException {
        return Told.all(opening, List.of("id", "a", "b", "text", "Z", "é", "a\"b", "", "no field"));
    }

    private static void same(byte[] file, long seed, int breaksAt) throws IOException {
        List<String> expected = all(() -> slow(new Trickle(file, new Random(seed), breaksAt)));
        assertThat(all(() -> fast(new Trickle(file, new Random(seed + 1), breaksAt))))
                .as("file %s, seed %d", new String(file, UTF_8), seed)
                .isEqualTo(expected);
    }

    private static String line(Random random) {
        if (random.nextInt(6) == 0) {
            return LINES.get(random.nextInt(LINES.size()));
        }
        boolean usual = random.nextBoolean();
        var line = new StringBuilder(random.nextInt(5) == 0 ? " {" : "{");
        int fields = random.nextInt(6);
        for (int i = 0; i < fields; i++) {
            String key = usual ? KEYS.get((i * 3 + fields) % 5) : KEYS.get(random.nextInt(KEYS.size()));
            String value = VALUES.get(random.nextInt(usual ? 6 : VALUES.size()));
            String space = random.nextInt(5) == 0 ? " \t" : "";
            line.append(i > 0 ? "," : "")
                    .append(space)
                    .append('"')
                    .append(key)
                    .append("\"")
                    .append(space)
                    .append(':')
                    .append(space)
                    .append(value)
                    .append(space);
        }
        return line.append('}').append(random.nextInt(5) == 0 ? "\r" : "").toString();
    }

    private static byte[] file(Random random) {
        var out = new ByteArrayOutputStream();
        out.writeBytes((random.nextInt(8) == 0 ? "\uFEFF" : "").getBytes(UTF_8));
        for (int i = random.nextInt(12); i > 0; i--) {
            out.writeBytes(line(random).getBytes(UTF_8));
            boolean broken = random.nextInt(60) == 0;
            out.writeBytes(broken ? NO_UTF8[random.nextInt(NO_UTF8.length)] : new byte[0]);
            out.writeBytes((i == 1 && !broken && random.nextBoolean() ? "" : "\n").getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void readsAnyLinesAsTheParserDoes() throws IOException {
        for (int seed = 0; seed < 20_000; seed++) {
            same(file(new Random(seed)), seed, Trickle.NOWHERE);
        }
    }

    @Test
    void readsEveryKindOfValueAsTheParserDoes() throws IOException {
        for (String value : VALUES) {
            for (String key : KEYS) {
                same(
                        ("{\"" + key + "\":" + value + "}\n{\"id\":" + value + ",\"" + key + "\":1}").getBytes(UTF_8),
                        1,
                        Trickle.NOWHERE);
            }
        }
    }

    @Test
    void readsAnyBytesAsTheParserDoes() throws IOException {
        for (int seed = 0; seed < 10_000; seed++) {
            var random = new Random(seed);
            byte[] file = file(random);
            for (int i = random.nextInt(3); i >= 0 && file.length > 0; i--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            same(endedByALine(file), seed, Trickle.NOWHERE);
        }
    }

    /** What is said of a broken character depends on whether the reader knew by then that nothing follows. */
    private static byte[] endedByALine(byte[] file) {
        byte[] ended = Arrays.copyOf(file, file.length + 1);
        ended[file.length] = '\n';
        return ended;
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
    @ValueSource(ints = {60_000, 131_060, 131_072, 600_000, 1_048_560, 1_048_576, 1_100_000, 9_000_000})
    void readsLongLinesAsTheParserDoes(int length) throws IOException {
        String file = "{\"id\":1}\n{\"id\":2,\"text\":\"" + "é23456789".repeat(length / 10)
                + "\"}\n\n{\"id\":\"4\"}\n{\"id\":5,\"a\":[\"" + "x".repeat(length) + "\"]}\n{\"id\":6}";
        same(file.getBytes(UTF_8), length, Trickle.NOWHERE);
        assertThat(all(() -> fast(new ByteArrayInputStream(file.getBytes(UTF_8)))))
                .hasSize(6);
    }

    @Test
    void readsManyFieldsAsTheParserDoes() throws IOException {
        for (int fields : new int[] {127, 128, 129, 500}) {
            var line = new StringBuilder("{\"f0\":0");
            for (int i = 1; i < fields; i++) {
                line.append(",\"f").append(i).append("\":").append(i);
            }
            same(line.append("}\n{\"id\":1}\n").toString().getBytes(UTF_8), fields, Trickle.NOWHERE);
        }
        same(
                ("{\"" + "k".repeat(999) + "\":1}\n{\"" + "k".repeat(60_000) + "\":1}\n{\"id\":" + "9".repeat(1001)
                                + "}")
                        .getBytes(UTF_8),
                1,
                Trickle.NOWHERE);
    }

    @Test
    void readsOtherEncodingsAsTheParserDoes() throws IOException {
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
            same("\uFEFF{\"id\":\"é\"}\n{\"id\":2}".getBytes(charset), 1, Trickle.NOWHERE);
            same("{\"id\":1}\n".getBytes(charset), 2, Trickle.NOWHERE);
        }
        same(new byte[0], 3, Trickle.NOWHERE);
    }

    @Test
    void staysWithBytesWhereALineIsPlain() throws IOException {
        byte[] file = "{\"id\":1,\"a\":\"x\\ny\"}\n{\"id\":2,\"a\":[]}\n{\"id\":3}\n".getBytes(UTF_8);
        try (RecordReader rows = fast(new ByteArrayInputStream(file))) {
            assertThat(((SourceRow.Readable) rows.next()).fields()).isInstanceOf(PlainObject.class);
            assertThat(((SourceRow.Readable) rows.next()).fields()).isNotInstanceOf(PlainObject.class);
            assertThat(((SourceRow.Readable) rows.next()).fields()).isInstanceOf(PlainObject.class);
            assertThat(rows.next()).isNull();
        }
    }
}
