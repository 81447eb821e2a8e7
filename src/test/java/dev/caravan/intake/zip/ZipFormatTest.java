package dev.caravan.intake.zip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.caravan.intake.ManyRecordsContract;
import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.csv.CsvFormat;
import dev.caravan.intake.jsonl.JsonlFormat;
import dev.caravan.intake.text.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipFormatTest extends ManyRecordsContract {
    private static final String GOOD = "{\"id\":\"a\"}\n";

    @TempDir
    Path files;

    private ZipLimits limits = new ZipLimits(2000, 1L << 40, 200);

    @Override
    protected RecordFormat format() {
        return new ZipFormat(limits);
    }

    @Override
    protected List<RecordFormat> formats() {
        return List.of(format(), new JsonlFormat(), new CsvFormat(), new TextFormat());
    }

    @Override
    protected String name() {
        return "zip";
    }

    @Override
    protected int firstLine() {
        return 1;
    }

    /** Rows in turn in two files. */
    @Override
    protected byte[] bytes(List<String> ids, List<String> texts) {
        int half = ids.size() / 2;
        return new ZipBytes()
                .add("one.jsonl", lines(ids.subList(0, half), texts.subList(0, half)))
                .stored("folder/two.jsonl", lines(ids.subList(half, ids.size()), texts.subList(half, ids.size())))
                .bytes();
    }

    private static String lines(List<String> ids, List<String> texts) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ids.size(); i++) {
            lines.append("{\"id\":\"").append(ids.get(i)).append("\",\"text\":\"");
            lines.append(JsonStringEncoder.getInstance().quoteAsString(texts.get(i)))
                    .append("\"}\n");
        }
        return lines.toString();
    }

    @Override
    protected InputStream longFile(String id, String text, int rows) throws IOException {
        Path file = files.resolve("long.zip");
        byte[] row = lines(List.of(id), List.of(text)).getBytes(UTF_8);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(0);
            zip.putNextEntry(new ZipEntry("long.jsonl"));
            for (int i = 0; i < rows; i++) {
                zip.write(row);
            }
            zip.closeEntry();
        }
        return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
    }

    private List<String> read(ZipBytes zip) {
        return read(zip.bytes(), "zip");
    }

    @Test
    void makesAThousandRecordsOfAThousandTexts() {
        ZipBytes zip = new ZipBytes();
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 1000; i++) {
            zip.add("notes/" + i + ".txt", "note " + i);
            expected.add("%d {\"file_name\":\"%d.txt\",\"path\":\"notes/%d.txt\",\"text\":\"note %d\"}"
                    .formatted(i, i, i, i));
        }
        assertThat(read(zip)).isEqualTo(expected);
    }

    @Test
    void readsEachFileInItsOwnFormatAndSkipsFolders() {
        ZipBytes zip = new ZipBytes()
                .add("b/", "")
                .add("b/1.CSV", "id,text\n1,x\n")
                .add("__MACOSX/b/._1.CSV", "junk")
                .add("b/.DS_Store", "junk")
                .add("2.md", "---\nid: 2\n---\ny");
        assertThat(read(zip))
                .containsExactly(
                        "1 {\"id\":\"1\",\"text\":\"x\"}",
                        "2 {\"file_name\":\"2.md\",\"id\":\"2\",\"path\":\"2.md\",\"text\":\"y\"}");
        assertThat(read(new ZipBytes())).isEmpty();
    }

    @Test
    void namesTheFileAndLineOfARefusedRow() {
        assertThat(read(new ZipBytes().add("x/a.jsonl", GOOD + "7\n").add("b.jsonl", GOOD)))
                .containsExactly(
                        "1 {\"id\":\"a\"}",
                        "2 not_an_object: x/a.jsonl:2: a record is a JSON object, but this is a single value",
                        "3 {\"id\":\"a\"}");
    }

    @Test
    void endsWithTheNameAndLineOfAFileThatGoesBad() {
        byte[] bad = (GOOD + "{\"id\":\"§\"}\n").getBytes(ISO_8859_1);
        assertThat(read(new ZipBytes().add("a.jsonl", bad).add("b.jsonl", GOOD)))
                .containsExactly(
                        "1 {\"id\":\"a\"}",
                        "! a.jsonl:2: the byte 0xA7 is not valid UTF-8 here; allowed are UTF-8, and UTF-16 with a byte"
                                + " order mark");
    }

    @Test
    void refusesFilesOfUnknownTypeAndNestedArchivesAndReadsOn() {
        byte[] inner = new ZipBytes().add("a.jsonl", GOOD).bytes();
        List<String> rows = read(new ZipBytes()
                .add("a.pdf", "x")
                .add("README", "x")
                .add("in.zip", inner)
                .add("a.jsonl", GOOD));
        assertThat(rows.get(0)).startsWith("1 bad_entry: a.pdf: unknown format \"pdf\"; known: csv, ");
        assertThat(rows.get(1)).startsWith("2 bad_entry: README: the name has no extension; known: csv, ");
        assertThat(rows.subList(2, rows.size()))
                .containsExactly(
                        "3 bad_entry: in.zip: an archive within an archive; unpack it and drop what lies in it",
                        "4 {\"id\":\"a\"}");
    }

    @Test
    void refusesNamesThatLeadOutOrComeTwice() {
        List<String> rows = read(new ZipBytes()
                .add("../a.jsonl", GOOD)
                .add("x/..\\a.jsonl", GOOD)
                .add("/etc/a.jsonl", GOOD)
                .add("C:\\a.jsonl", GOOD)
                .add("a\nb.jsonl", GOOD)
                .add("n".repeat(1001) + ".jsonl", GOOD)
                .add("a..b.jsonl", GOOD));
        assertThat(rows)
                .containsExactly(
                        "1 bad_entry: ../a.jsonl: its name leads out of the archive (..)",
                        "2 bad_entry: x/..\\a.jsonl: its name leads out of the archive (..)",
                        "3 bad_entry: /etc/a.jsonl: its name is absolute; names in an archive are relative",
                        "4 bad_entry: C:\\a.jsonl: its name is absolute; names in an archive are relative",
                        "5 bad_entry: a_b.jsonl: its name is empty or holds control characters",
                        "6 bad_entry: " + "n".repeat(200) + "…: its name is longer than 1000 characters",
                        "7 {\"id\":\"a\"}");
        byte[] twice = new ZipBytes().add("a.jsonl", GOOD).add("b.jsonl", GOOD).bytes();
        assertThat(read(replaced(twice, "b.jsonl", "a.jsonl"), "zip"))
                .containsExactly("1 {\"id\":\"a\"}", "2 bad_entry: a.jsonl: the archive has this name twice");
    }

    @Test
    void stopsABombByItsRatioItsSizeAndItsNumberOfFiles() {
        byte[] zeros = new byte[40 << 20];
        assertThat(read(new ZipBytes().add("a.pdf", zeros).add("b.jsonl", GOOD)))
                .last()
                .isEqualTo("! a.pdf: unpacks to more than 200 times its size (caravan.formats.zip.ratio)");
        limits = new ZipLimits(2, 30, 200);
        assertThat(read(new ZipBytes().add("a.jsonl", GOOD.repeat(2)).add("b.jsonl", GOOD)))
                .last()
                .isEqualTo("! b.jsonl: the zip unpacks to more than 30 bytes (caravan.formats.zip.unpacked)");
        assertThat(read(new ZipBytes().add("a/", "").add("b/", "").add("c/", "")))
                .containsExactly("! the zip has more than 2 entries (caravan.formats.zip.entries)");
    }

    @Test
    void refusesEncryptedFiles() {
        byte[] zip = new ZipBytes().stored("a.jsonl", GOOD).bytes();
        zip[6] |= 1;
        assertThat(read(zip, "zip"))
                .containsExactly(
                        "! at the beginning of the zip comes one that is encrypted; pack it without a password");
    }

    @Test
    void missesNothingOfACutOrDamagedArchive() {
        byte[] zip = new ZipBytes().stored("a.jsonl", GOOD).add("b.jsonl", GOOD).bytes();
        assertThat(read(Arrays.copyOf(zip, zip.length - 3), "zip"))
                .last()
                .isEqualTo("! the zip is cut off, or something follows its end");
        assertThat(read(replaced(zip, "\"a\"", "\"b\""), "zip"))
                .last()
                .asString()
                .startsWith("! a.jsonl: the compressed data is damaged: invalid entry CRC");
        zip[zip.length - 12] = 3;
        assertThat(read(zip, "zip")).last().isEqualTo("! the zip says that it has 3 entries, but 2 were found");
    }

    @Test
    void readsOnlyWhatIsAZip() {
        assertThat(read(GOOD.getBytes(UTF_8), "zip")).containsExactly("! not a zip file: it does not begin like one");
        assertThat(read(new byte[0], "zip")).containsExactly("! not a zip file: it does not begin like one");
    }

    @Test
    void endsWithRowsOrAReasonWhateverIsInTheHeaders() {
        Random random = new Random(11);
        byte[] plain = new ZipBytes()
                .add("a.csv", "id\n1\n")
                .stored("b.jsonl", GOOD)
                .add("c.md", "x")
                .bytes();
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = plain.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(read(bytes, "zip")).hasSizeBetween(1, 5);
        }
    }

    private static byte[] replaced(byte[] bytes, String from, String to) {
        String text = new String(bytes, ISO_8859_1);
        assertThat(text).contains(from);
        return text.replace(from, to).getBytes(ISO_8859_1);
    }
}
