package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every record format keeps. A subclass says how its files are written. */
public abstract class RecordFormatContract extends FormatTrial {
    @TempDir
    Path data;

    /** A file of these rows with the fields {@code id} and {@code text}. */
    protected abstract byte[] bytes(List<String> ids, List<String> texts);

    /** The number of the first row in {@link #bytes}; the others follow one by one. */
    protected abstract int firstLine();

    /** How many rows such a file has where this many are wanted. */
    protected int rows(int wanted) {
        return wanted;
    }

    /** The fields of a row of {@link #bytes}. */
    protected Map<String, Object> fields(String id, String text) {
        return Map.of("id", id, "text", text);
    }

    /** Characters that hurt, but may stand in a text. */
    protected String awkward() {
        return "ab \"\"\"''\\,;|\t😀é漢\u2028\0{}[]:/<>&";
    }

    @Test
    void readsRowsInTheirOrderWithTheirNumbers() {
        assertReads(List.of("a", "b", "c"), List.of("one", "two", ""));
    }

    @Test
    void keepsEveryCharacterAsItIs() {
        assertReads(
                List.of("a"),
                List.of("😀 \u2028 \u2029 \u0085 \uFEFF é 漢 \\ \" ' , ; | \t {} [] \uFFFD <b>&amp;]]> <!-- "
                        + awkward()));
    }

    @Test
    void readsTheSameHoweverTheBytesArrive() {
        byte[] bytes = some("a", "b", "c");
        List<String> whole = read(bytes, name());
        assertThat(whole).hasSize(rows(3));
        assertThat(read(Packed.dripping(new ByteArrayInputStream(bytes)), name()))
                .isEqualTo(whole);
        assertThat(read(Packed.dripping(new ByteArrayInputStream(Packed.gzip(bytes))), name() + ".gz"))
                .isEqualTo(whole);
        assertThat(read(Packed.dripping(new ByteArrayInputStream(Packed.zstd(bytes))), name() + ".zst"))
                .isEqualTo(whole);
    }

    @Test
    void readsSeveralCompressedPartsAsOne() {
        byte[] plain = some("a", "b", "c");
        byte[] first = Arrays.copyOf(plain, plain.length / 2);
        byte[] second = Arrays.copyOfRange(plain, plain.length / 2, plain.length);
        List<String> rows = read(plain, name());
        assertThat(rows).hasSize(rows(3));
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
        byte[] plain = manyRows();
        int whole = read(plain, name()).size();
        for (int fewer : new int[] {1, 4, 8, 200, 3000}) {
            assertEndsWithDamage(read(Packed.cut(Packed.gzip(plain), fewer), name() + ".gz"), whole);
            assertEndsWithDamage(read(Packed.cut(Packed.zstd(plain), fewer), name() + ".zst"), whole);
        }
    }

    @Test
    void endsAtGarbageBehindCompressedData() {
        byte[] plain = manyRows();
        int whole = read(plain, name()).size();
        byte[] garbage = "garbage".getBytes(UTF_8);
        assertEndsWithDamage(read(Packed.join(Packed.gzip(plain), garbage), name() + ".gz"), whole);
        assertEndsWithDamage(read(Packed.join(Packed.zstd(plain), garbage), name() + ".zst"), whole);
    }

    @Test
    void endsAtADamagedByteOfCompressedData() {
        byte[] gzip = Packed.gzip(manyRows());
        gzip[gzip.length - 6] ^= 1;
        assertThat(read(gzip, name() + ".gz")).last().asString().contains("gzip checksum does not match");
    }

    @Test
    void saysThatACompressedFileIsNone() {
        byte[] plain = manyRows();
        assertThat(read(plain, name() + ".gz")).containsExactly("! line 1: named .gz, but there is no gzip data in it");
        assertThat(read(plain, name() + ".zst"))
                .containsExactly("! line 1: named .zst, but there is no zstd data in it");
    }

    @Test
    void accountsForEveryRowOfRandomFiles() {
        Random random = new Random(42);
        int[] points = awkward().codePoints().toArray();
        for (int round = 0; round < 200; round++) {
            int rows = rows(random.nextInt(40));
            List<String> ids = IntStream.range(0, rows).mapToObj(i -> "id-" + i).toList();
            List<String> texts =
                    IntStream.range(0, rows).mapToObj(i -> text(random, points)).toList();
            assertReads(ids, texts);
        }
    }

    @Test
    void endsWithRowsOrAReasonWhateverTheBytes() {
        Random random = new Random(99);
        byte[] plain = some("a", "b", "c", "d");
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

    @Test
    void endsWithRowsOrAReasonWhereverItIsCutOff() {
        byte[] plain = some("a", "b", "c", "d");
        for (int length = 0; length < plain.length; length += 1 + plain.length / 500) {
            List<String> rows = read(Arrays.copyOf(plain, length), name());
            assertThat(rows).hasSizeLessThanOrEqualTo(rows(4) + 1);
        }
    }

    @Test
    void goesOnAtEveryRow() throws IOException {
        List<String> ids = List.of("a", "b", "", "d", "e", "f").subList(0, rows(6));
        byte[] plain = bytes(ids, ids.stream().map(id -> "text of " + id).toList());
        Resumed resumed = new Resumed(data, input());
        List<String> whole = resumed.read(Long.MAX_VALUE, reader(plain), reader(plain));
        assertThat(whole).hasSize(rows(6));
        for (int row = 0; row <= rows(6); row++) {
            assertThat(resumed.read(row, reader(plain), reader(plain))).isEqualTo(whole);
        }
    }

    @Test
    void doesNotGoOnInAnotherFile() {
        Resumed resumed = new Resumed(data, input());
        byte[] other = some("a", "b", "x");
        for (int row = 1; row <= rows(3); row++) {
            int upTo = row;
            byte[] changed = row < 3 ? some("x", "b", "c") : other;
            assertThatThrownBy(() -> resumed.read(upTo, reader(some("a", "b", "c")), reader(changed)))
                    .isInstanceOf(SourceChangedException.class)
                    .hasMessageContaining("whose first " + upTo + " rows are in the ledger");
        }
    }

    @Test
    void closesTheBytesWhateverHappens() throws IOException {
        for (byte[] bytes : List.of(some("a", "b"), new byte[0], "\1\2<[{,".getBytes(UTF_8))) {
            int[] closed = new int[1];
            InputStream watched = new FilterInputStream(new ByteArrayInputStream(bytes)) {
                @Override
                public void close() {
                    closed[0]++;
                }
            };
            read(watched, name());
            assertThat(closed[0]).isPositive();
        }
    }

    private void assertReads(List<String> ids, List<String> texts) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < rows(ids.size()); i++) {
            String row = json(new JsonFields(new TreeMap<>(fields(ids.get(i), texts.get(i)))));
            expected.add(firstLine() + i + " " + row);
        }
        int rows = expected.size();
        assertThat(read(bytes(ids.subList(0, rows), texts.subList(0, rows)), name()))
                .isEqualTo(expected);
    }

    private static String text(Random random, int[] points) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    /** A file with a row for each of these. */
    private byte[] some(String... ids) {
        List<String> list = Arrays.asList(ids).subList(0, rows(ids.length));
        return bytes(list, list.stream().map(id -> id + " \"é,\" 😀").toList());
    }

    private Resumed.Opening reader(byte[] bytes) {
        return () -> open(new ByteArrayInputStream(bytes), name(), input());
    }

    protected final byte[] manyRows() {
        Random random = new Random(7);
        List<String> ids = IntStream.range(0, rows(500)).mapToObj(i -> "id" + i).toList();
        String noise = random.ints(rows(500) > 1 ? 4 : 3000)
                .mapToObj(Integer::toHexString)
                .reduce("", String::concat);
        return bytes(
                ids,
                ids.stream()
                        .map(id -> Long.toHexString(random.nextLong()) + noise)
                        .toList());
    }

    private void assertEndsWithDamage(List<String> rows, int whole) {
        assertThat(rows.size()).isLessThanOrEqualTo(whole + 1);
        assertThat(rows.get(rows.size() - 1)).matches("! ((line \\d+|\\S+): )?the compressed data is damaged: .+");
        assertThat(rows.subList(0, rows.size() - 1)).noneMatch(row -> row.startsWith("!"));
    }
}
