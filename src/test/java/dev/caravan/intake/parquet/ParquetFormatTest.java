package dev.caravan.intake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.intake.LocalCopies;
import dev.caravan.intake.ManyRecordsContract;
import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import dev.caravan.intake.UnreadableFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetFormatTest extends ManyRecordsContract {
    private static final String SCHEMA = "message row { required binary id (STRING); optional binary text (STRING); }";

    @TempDir
    Path copies;

    @Override
    protected RecordFormat format() {
        return new ParquetFormat(new LocalCopies(copies, 1L << 32), 1L << 30);
    }

    @Override
    protected String name() {
        return "parquet";
    }

    @Override
    protected int firstLine() {
        return 1;
    }

    @Override
    protected byte[] bytes(List<String> ids, List<String> texts) {
        return ParquetBytes.of(SCHEMA, row -> {
            for (int i = 0; i < ids.size(); i++) {
                String id = ids.get(i);
                String text = texts.get(i);
                row.accept(group -> group.append("id", id).append("text", text));
            }
        });
    }

    @Override
    protected InputStream longFile(String id, String text, int rows) throws IOException {
        Path file = Files.createTempDirectory(copies, "long").resolve("long.parquet");
        ParquetBytes.write(
                new LocalOutputFile(file),
                SCHEMA,
                writer -> {
                    writer.withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                            .withDictionaryEncoding(false);
                    return writer;
                },
                row -> {
                    for (int i = 0; i < rows; i++) {
                        row.accept(group -> group.append("id", id).append("text", text));
                    }
                });
        return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
    }

    @AfterEach
    void leavesNoCopyBehind() throws IOException {
        try (var left = Files.list(copies)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void writesEveryTypeAsJson() {
        assertThat(read(ParquetTypes.file(), "parquet"))
                .containsExactly("1 {" + ParquetTypes.JSON + "}", "2 {" + ParquetTypes.NULLS + "}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = ParquetTypes.REFUSED)
    void refusesRowsWithWhatJsonCanNotHold(String column, String value, String reason) {
        byte[] bytes = ParquetBytes.of("message row { optional binary id (STRING); " + column + "; }", row -> {
            row.accept(group -> group.append("id", "a"));
            row.accept(group -> ParquetTypes.set(group.append("id", "b"), value));
            row.accept(group -> group.append("id", "c"));
        });
        assertThat(read(bytes, "parquet"))
                .containsExactly(
                        "1 {\"id\":\"a\",\"v\":null}", "2 bad_value: \"v\" " + reason, "3 {\"id\":\"c\",\"v\":null}");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
    void readsEveryPageOfEveryRowGroup(CompressionCodecName codec) {
        for (ParquetProperties.WriterVersion version : ParquetProperties.WriterVersion.values()) {
            for (boolean dictionary : new boolean[] {true, false}) {
                byte[] bytes = ParquetBytes.of(
                        ManyPages.SCHEMA,
                        writer -> {
                            writer.withCompressionCodec(codec)
                                    .withWriterVersion(version)
                                    .withDictionaryEncoding(dictionary);
                            writer.withRowGroupRowCountLimit(200)
                                    .withPageSize(700)
                                    .withMinRowCountForPageSizeCheck(10);
                            return writer;
                        },
                        ManyPages::write);
                assertThat(ManyPages.rowGroups(bytes)).isEqualTo(5);
                assertThat(read(bytes, "parquet")).as(codec + " " + version).isEqualTo(ManyPages.expected());
            }
        }
    }

    @Test
    void readsAFileWithoutRows() {
        assertThat(read(bytes(List.of(), List.of()), "parquet")).isEmpty();
    }

    @Test
    void namesCompressionThatIsNotRead() {
        byte[] bytes = ParquetBytes.of(
                SCHEMA,
                writer -> {
                    writer.withCompressionCodec(CompressionCodecName.LZ4_RAW);
                    return writer;
                },
                row -> row.accept(group -> group.append("id", "a")));
        assertThat(read(bytes, "parquet"))
                .containsExactly("! record 1: its pages are compressed with LZ4_RAW; allowed are none, SNAPPY, GZIP and"
                        + " ZSTD");
    }

    @Test
    void endsAtAPageWhoseChecksumDoesNotMatch() {
        byte[] bytes = ParquetBytes.of(
                SCHEMA,
                writer -> {
                    writer.withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                            .withDictionaryEncoding(false);
                    return writer;
                },
                row -> row.accept(group -> group.append("id", "needle").append("text", "x")));
        int needle = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("needle");
        bytes[needle] = 'N';
        assertThat(read(bytes, "parquet"))
                .containsExactly("! record 1: the file is damaged: the checksum of a page does not match");
    }

    @Test
    void limitsTheCopyAndTheMemory() throws IOException {
        String noise = new Random(5).ints(20_000).mapToObj(Integer::toHexString).collect(Collectors.joining());
        byte[] bytes = bytes(List.of("a"), List.of(noise));
        assertThat(read(new ParquetFormat(new LocalCopies(copies, 1000), 1L << 30), bytes))
                .isEqualTo("larger than 1000 bytes unpacked, the most that is copied to be read"
                        + " (caravan.formats.copy.most-bytes)");
        assertThat(read(new ParquetFormat(new LocalCopies(copies, 1L << 30), 300_000), bytes))
                .startsWith("record 1: its pages in hand need more than 75000 bytes of memory (")
                .endsWith("); write the file with smaller pages or fewer columns, or give more memory (-Xmx)");
        assertThat(read(new ParquetFormat(new LocalCopies(copies, 1L << 30), 3_000), bytes))
                .startsWith("its index has ")
                .contains(" bytes; at most 93: write the file with fewer row groups or columns");
    }

    private static String read(ParquetFormat format, byte[] bytes) throws IOException {
        Source source =
                new Source("parquet", "a.parquet", new ByteArrayInputStream(bytes), input(null, null, null), null);
        try (RecordReader reader = format.open(source)) {
            return String.valueOf(reader.next());
        } catch (UnreadableFileException e) {
            return e.reason();
        }
    }

    @Test
    void endsWithRowsOrAReasonWhateverIsInThePages() {
        Random random = new Random(3);
        byte[][] files = ManyPages.smallFilesOfEveryEncoding();
        for (int round = 0; round < 6000; round++) {
            byte[] bytes = files[round % files.length].clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
            }
            List<String> rows = read(bytes, "parquet");
            assertThat(rows).hasSizeLessThan(2000);
        }
    }

    @Test
    void saysWhatIsNoParquet() {
        assertThat(read(new byte[0], "parquet"))
                .containsExactly("! not a Parquet file, or damaged: it has only 0 bytes");
        assertThat(read("id,text\n1,a\n2,b\n".getBytes(), "parquet"))
                .containsExactly("! not a Parquet file, or damaged: it does not begin and end with PAR1");
        byte[] cut = bytes(List.of("a"), List.of("b"));
        cut[cut.length - 1] = 'E';
        assertThat(read(cut, "parquet")).containsExactly("! the file is encrypted; drop one that is not");
        cut[cut.length - 1] = '1';
        cut[cut.length - 6] = 1;
        assertThat(read(cut, "parquet"))
                .containsExactly("! not a Parquet file, or damaged: its index is said to be longer than the file");
    }
}
