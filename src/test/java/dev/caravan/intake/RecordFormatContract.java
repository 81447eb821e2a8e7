package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every record format keeps. A subclass says how its files are written. */
public abstract class RecordFormatContract {

    protected abstract RecordFormat format();

    /** Extension of the files. */
    protected abstract String name();

    /** A file of these rows with the fields {@code id} and {@code text}, each row on one line of its own. */
    protected abstract String file(List<String> ids, List<String> texts);

    /** The line of the first row in {@link #file}. */
    protected abstract int firstLine();

    @Test
    void readsRowsInTheirOrderWithTheirLines() {
        assertThat(read(file(List.of("a", "b"), List.of("one", "two"))))
                .containsExactly(
                        firstLine() + " {\"id\":\"a\",\"text\":\"one\"}",
                        firstLine() + 1 + " {\"id\":\"b\",\"text\":\"two\"}");
    }

    @Test
    void keepsEveryCharacterAsItIs() {
        String text = "😀 \u2028 \u2029 \u0085 \uFEFF é 漢 \\ \" ' , ; | \t {} [] \uFFFD";
        assertThat(read(file(List.of("a"), List.of(text))))
                .containsExactly(firstLine() + " {\"id\":\"a\",\"text\":"
                        + "\"😀 \u2028 \u2029 \u0085 \uFEFF é 漢 \\\\ \\\" ' , ; | \\t {} [] \uFFFD\"}");
    }

    @Test
    void keepsNulCharacters() {
        assertThat(read(file(List.of("a"), List.of("x\0y"))))
                .containsExactly(firstLine() + " {\"id\":\"a\",\"text\":\"x\\u0000y\"}");
    }

    @Test
    void readsTheSameHoweverTheBytesArrive() {
        String file = file(List.of("a", "b", "c"), List.of("\"q\" 😀\"\"", "é,;|\t\"", "漢"));
        for (byte[] bytes : List.of(file.getBytes(UTF_8), bom(file, StandardCharsets.UTF_16LE))) {
            List<String> whole = read(bytes, name());
            assertThat(whole).hasSize(3);
            assertThat(read(Packed.dripping(new ByteArrayInputStream(bytes)), name()))
                    .isEqualTo(whole);
            assertThat(read(Packed.dripping(new ByteArrayInputStream(Packed.gzip(bytes))), name() + ".gz"))
                    .isEqualTo(whole);
            assertThat(read(Packed.dripping(new ByteArrayInputStream(Packed.zstd(bytes))), name() + ".zst"))
                    .isEqualTo(whole);
        }
    }

    @Test
    void readsEveryAllowedEncoding() {
        String file = file(List.of("a"), List.of("é 漢 😀"));
        List<String> plain = read(file);
        assertThat(plain).containsExactly(firstLine() + " {\"id\":\"a\",\"text\":\"é 漢 😀\"}");
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(read(bom(file, charset), name())).isEqualTo(plain);
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

    @Test
    void readsSeveralCompressedPartsAsOne() {
        byte[] plain = file(List.of("a", "b", "c"), List.of("1", "2", "3")).getBytes(UTF_8);
        byte[] first = java.util.Arrays.copyOf(plain, plain.length / 2);
        byte[] second = java.util.Arrays.copyOfRange(plain, plain.length / 2, plain.length);
        List<String> rows = read(plain, name());
        assertThat(rows).hasSize(3);
        assertThat(read(Packed.join(Packed.gzip(first), Packed.gzip(new byte[0]), Packed.gzip(second)), name() + ".gz"))
                .isEqualTo(rows);
        assertThat(read(Packed.join(Packed.zstd(first), Packed.zstd(second)), name() + ".zst"))
                .isEqualTo(rows);
        assertThat(read(Packed.gzip(plain), name()))
                .as("known by its first bytes")
                .isEqualTo(rows);
    }

    @Test
    void endsWhereCompressedDataIsCutOff() {
        byte[] plain = manyRows().getBytes(UTF_8);
        int whole = read(plain, name()).size();
        for (int fewer : new int[] {1, 4, 8, 200, 3000}) {
            assertEndsWithDamage(read(Packed.cut(Packed.gzip(plain), fewer), name() + ".gz"), whole);
            assertEndsWithDamage(read(Packed.cut(Packed.zstd(plain), fewer), name() + ".zst"), whole);
        }
    }

    @Test
    void endsAtGarbageBehindCompressedData() {
        byte[] plain = manyRows().getBytes(UTF_8);
        int whole = read(plain, name()).size();
        byte[] garbage = "garbage".getBytes(UTF_8);
        assertEndsWithDamage(read(Packed.join(Packed.gzip(plain), garbage), name() + ".gz"), whole);
        assertEndsWithDamage(read(Packed.join(Packed.zstd(plain), garbage), name() + ".zst"), whole);
    }

    @Test
    void endsAtADamagedByteOfCompressedData() {
        byte[] plain = manyRows().getBytes(UTF_8);
        byte[] gzip = Packed.gzip(plain);
        gzip[gzip.length - 6] ^= 1;
        assertThat(read(gzip, name() + ".gz")).last().asString().contains("gzip checksum does not match");
    }

    @Test
    void saysThatACompressedFileIsNone() {
        byte[] plain = manyRows().getBytes(UTF_8);
        assertThat(read(plain, name() + ".gz")).containsExactly("! line 1: named .gz, but there is no gzip data in it");
        assertThat(read(plain, name() + ".zst"))
                .containsExactly("! line 1: named .zst, but there is no zstd data in it");
    }

    @Test
    void accountsForEveryRowOfRandomFiles() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            int rows = random.nextInt(40);
            List<String> ids = IntStream.range(0, rows).mapToObj(i -> "id-" + i).toList();
            List<String> texts =
                    IntStream.range(0, rows).mapToObj(i -> text(random)).toList();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                CanonicalWriter out = new CanonicalWriter();
                new JsonFields(new TreeMap<>(java.util.Map.of("id", ids.get(i), "text", texts.get(i)))).write(out);
                expected.add(firstLine() + i + " " + new String(out.bytes(), 0, out.length(), UTF_8));
            }
            assertThat(read(file(ids, texts))).isEqualTo(expected);
        }
    }

    @Test
    void endsWithRowsOrAReasonWhateverTheBytes() {
        Random random = new Random(99);
        byte[] plain = file(List.of("a", "b", "c", "d"), List.of("x", "\"é,\"", "😀", ""))
                .getBytes(UTF_8);
        for (int round = 0; round < 3000; round++) {
            byte[] packed = round % 3 == 0 ? plain.clone() : round % 3 == 1 ? Packed.gzip(plain) : Packed.zstd(plain);
            for (int i = random.nextInt(4); i >= 0; i--) {
                packed[random.nextInt(packed.length)] = (byte) random.nextInt(256);
            }
            List<String> rows = read(packed, name());
            List<String> before = rows.isEmpty() ? rows : rows.subList(0, rows.size() - 1);
            assertThat(before).allMatch(row -> row.matches("(?s)\\d+ (\\{.*\\}|[a-z_]+: .*)"));
        }
    }

    /** Text with all that hurts, but on one line. */
    private static String text(Random random) {
        String alphabet = "ab \"\"\"''\\,;|\t😀é漢\u2028\0{}[]:/";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    @Test
    void needsNoMoreMemoryForALongFile() throws IOException {
        String one = file(List.of("i"), List.of("x".repeat(500)));
        String two = file(List.of("i", "i"), List.of("x".repeat(500), "x".repeat(500)));
        int shared = 0;
        while (shared < one.length() && one.charAt(shared) == two.charAt(shared)) {
            shared++;
        }
        int row = two.length() - one.length();
        Repeated bytes = new Repeated(
                two.substring(0, shared), two.substring(shared, shared + row), one.substring(shared), 400_000);
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        long most = 0;
        long rows = 0;
        try (RecordReader reader = format().open(name(), bytes, null)) {
            while (reader.next() != null) {
                rows++;
                if (rows % 100_000 == 0) {
                    System.gc();
                    most = Math.max(most, runtime.totalMemory() - runtime.freeMemory());
                }
            }
        }
        assertThat(rows).isEqualTo(400_001);
        assertThat(bytes.given()).isGreaterThan(200_000_000L);
        assertThat(most - before).isLessThan(100_000_000L);
    }

    protected final String manyRows() {
        Random random = new Random(7);
        List<String> ids = IntStream.range(0, 500).mapToObj(i -> "id" + i).toList();
        List<String> texts = IntStream.range(0, 500)
                .mapToObj(i -> Long.toHexString(random.nextLong()))
                .toList();
        return file(ids, texts);
    }

    private void assertEndsWithDamage(List<String> rows, int whole) {
        assertThat(rows.size()).isLessThanOrEqualTo(whole + 1);
        assertThat(rows.get(rows.size() - 1)).matches("! line \\d+: the compressed data is damaged: .+");
        assertThat(rows.subList(0, rows.size() - 1)).noneMatch(row -> row.startsWith("!"));
    }

    protected final List<String> read(String file) {
        return read(file.getBytes(UTF_8), name());
    }

    protected final List<String> read(byte[] bytes, String extension) {
        return read(new ByteArrayInputStream(bytes), extension);
    }

    /** Every row as {@code line json} or {@code line code: detail}; the end of a bad file as {@code ! reason}. */
    protected final List<String> read(InputStream bytes, String extension) {
        return read(bytes, extension, null);
    }

    protected final List<String> read(InputStream bytes, String extension, Character delimiter) {
        List<String> rows = new ArrayList<>();
        CanonicalWriter out = new CanonicalWriter();
        try (RecordReader reader = new Formats(List.of(format())).open("source." + extension, bytes, null, delimiter)) {
            for (SourceRow row = reader.next(); row != null; row = reader.next()) {
                if (row instanceof SourceRow.Readable readable) {
                    out.reset();
                    readable.fields().write(out);
                    rows.add(row.line() + " " + new String(out.bytes(), 0, out.length(), UTF_8));
                } else if (row instanceof SourceRow.Refused refused) {
                    rows.add(row.line() + " " + refused.code() + ": " + refused.detail());
                }
            }
        } catch (UnreadableFileException e) {
            rows.add("! " + e.reason());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    private static byte[] bom(String text, Charset charset) {
        return ("\uFEFF" + text).getBytes(charset);
    }
}
