package dev.caravan.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentFramesTest {
    private static final String PATH = "drops/1/segment-1.jsonl.zst";

    @TempDir
    Path folder;

    private List<Long> write(List<String> frames) throws IOException {
        var offsets = new ArrayList<Long>();
        try (var out = new SegmentWriter(new LocalSpool(folder), PATH)) {
            for (String frame : frames) {
                for (String line : frame.split("\n", -1)) {
                    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                    out.add(bytes, 0, bytes.length);
                }
                offsets.add(out.endFrame());
            }
            out.commit();
        }
        return offsets;
    }

    private List<String> read(String path, List<Long> offsets) throws IOException {
        var read = new ArrayList<String>();
        try (var frames = new SegmentFrames(new LocalSpool(folder), path)) {
            for (byte[] lines = frames.next(); lines != null; lines = frames.next()) {
                read.add(new String(lines, StandardCharsets.UTF_8));
                offsets.add(frames.offset());
            }
        }
        return read;
    }

    /** Short and long, well and badly compressible. */
    private static List<String> frames() {
        var random = new Random(7);
        var noise = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            noise.append((char) ('!' + random.nextInt(90)));
        }
        return List.of("{\"a\":1}", "x".repeat(500_000) + "\n{}", noise.toString(), "{\"b\":2}\n{\"c\":3}");
    }

    @Test
    void findsEveryFrameAndWhereItStands() throws IOException {
        List<Long> written = write(frames());
        var found = new ArrayList<Long>();
        assertThat(read(PATH, found))
                .isEqualTo(frames().stream().map(frame -> frame + "\n").toList());
        assertThat(found).isEqualTo(written);
    }

    @Test
    void passesOverWhatAnErasureLeftEmpty() throws IOException {
        List<Long> written = write(frames());
        String copy = "drops/1/segment-1-e1.jsonl.zst";
        long at = new SegmentEraser(new LocalSpool(folder))
                .copy(PATH, copy, written.get(1), written.get(2), 2, Set.of(1));
        var found = new ArrayList<Long>();
        assertThat(read(copy, found))
                .containsExactly(
                        frames().get(0) + "\n",
                        frames().get(2) + "\n",
                        frames().get(3) + "\n",
                        "x".repeat(500_000) + "\n{}\n");
        assertThat(found).containsExactly(written.get(0), written.get(2), written.get(3), at);
    }

    @Test
    void endsBeforeAFrameThatIsCutOffAndRefusesWhatIsNone() throws IOException {
        List<Long> written = write(frames());
        Path file = folder.resolve(PATH);
        byte[] bytes = Files.readAllBytes(file);
        for (int cut : List.of(1, 3, 6, 20)) {
            Files.write(file, java.util.Arrays.copyOf(bytes, Math.toIntExact(written.get(3)) + cut));
            assertThat(read(PATH, new ArrayList<>())).hasSize(3);
        }
        Files.writeString(file, "no frame at all");
        assertThatThrownBy(() -> read(PATH, new ArrayList<>()))
                .isInstanceOf(DamagedSegmentException.class)
                .hasMessage("Segment " + PATH + " holds something that is no frame");
    }
}
