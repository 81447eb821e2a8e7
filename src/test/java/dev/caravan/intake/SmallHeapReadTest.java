package dev.caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.jerolba.carpet.CarpetWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own, whose heap is smaller than each of the files it reads. */
class SmallHeapReadTest {
    private static final int ROWS = 100_000;
    private static final String TEXT = "x".repeat(500);
    private static final String JSON = "{\"id\":\"a\",\"text\":\"" + TEXT + "\"}";

    @TempDir
    Path folder;

    @Test
    void readsFilesThatAreLargerThanItsHeap() throws Exception {
        repeat("a.csv", "id,text\n", "a," + TEXT + "\n", "");
        repeat("a.jsonl", "", JSON + "\n", "");
        repeat("a.json", "[" + JSON, "," + JSON, "]");
        repeat("a.xml", "<r>", "<i><id>a</id><text>" + TEXT + "</text></i>", "</r>");
        zip(folder.resolve("a.zip"));
        parquet(folder.resolve("a.parquet"));
        List<String> files = List.of("a.csv", "a.jsonl", "a.json", "a.xml", "a.zip", "a.parquet");
        for (String file : files) {
            assertThat(Files.size(folder.resolve(file))).isGreaterThan(40 << 20);
        }
        assertThat(run(files))
                .containsExactly(
                        "a.csv 100000",
                        "a.jsonl 100000",
                        "a.json 100001",
                        "a.xml 100000",
                        "a.zip 100001",
                        "a.parquet 100000");
    }

    private List<String> run(List<String> files) throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName());
        files.forEach(file -> program.command().add(folder.resolve(file).toString()));
        Process process = program.redirectErrorStream(true).start();
        try (var out = process.inputReader()) {
            return out.lines().filter(line -> !line.startsWith("SLF4J")).toList();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void repeat(String name, String beginning, String middle, String end) throws IOException {
        try (InputStream bytes = new Repeated(beginning, middle, end, ROWS)) {
            Files.copy(bytes, folder.resolve(name));
        }
    }

    /** Named like the columns. */
    record Line(String id, String text) {}

    /** Texts that no dictionary makes small. */
    private static void parquet(Path file) throws IOException {
        Random random = new Random(1);
        try (OutputStream out = Files.newOutputStream(file);
                CarpetWriter<Line> writer = new CarpetWriter.Builder<>(out, Line.class)
                        .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                        .build()) {
            for (int i = 0; i < ROWS; i++) {
                StringBuilder text = new StringBuilder();
                while (text.length() < TEXT.length()) {
                    text.append(Long.toString(random.nextLong(), Character.MAX_RADIX));
                }
                writer.write(new Line("a" + i, text.toString()));
            }
        }
    }

    /** A long file and a text, neither compressed. */
    private static void zip(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(0);
            zip.putNextEntry(new ZipEntry("a.jsonl"));
            new Repeated("", JSON + "\n", "", ROWS).transferTo(zip);
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write(TEXT.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
