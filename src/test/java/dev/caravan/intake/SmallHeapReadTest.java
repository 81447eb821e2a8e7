package dev.caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
        List<String> files = List.of("a.csv", "a.jsonl", "a.json", "a.xml", "a.zip");
        for (String file : files) {
            assertThat(Files.size(folder.resolve(file))).isGreaterThan(40 << 20);
        }
        assertThat(run(files))
                .containsExactly(
                        "a.csv 100000",
                        "a.jsonl 100000",
                        "a.json 100001",
                        "a.xml 100000",
                        "a.zip 100001");
    }

    private List<String> run(List<String> files) throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
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
