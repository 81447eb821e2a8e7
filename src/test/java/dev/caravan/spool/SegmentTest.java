package dev.caravan.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTest {
    private static final String PATH = "drops/1/segment-1.jsonl.zst";

    @TempDir
    Path folder;

    @Test
    void givesBackEveryLineOfEveryFrame() throws IOException {
        LocalSpool spool = new LocalSpool(folder);
        List<Long> frames = write(spool, 2500);
        assertThat(frames).hasSize(3).first().isEqualTo(0L);
        SegmentReader reader = new SegmentReader(spool);
        for (int i = 0; i < 2500; i++) {
            assertThat(new String(reader.line(PATH, frames.get(i / 1000), i % 1000), UTF_8))
                    .isEqualTo(line(i));
        }
        assertThat(new String(reader.line(PATH, 0, 7), UTF_8)).isEqualTo(line(7));
    }

    @Test
    void readsForcedFramesWhileTheSegmentGrows() throws IOException {
        LocalSpool spool = new LocalSpool(folder);
        try (SegmentWriter writer = new SegmentWriter(spool, PATH)) {
            add(writer, "first");
            long first = writer.endFrame();
            writer.force();
            assertThat(new SegmentReader(spool).line(PATH, first, 0)).isEqualTo("first".getBytes(UTF_8));
            add(writer, "");
            long second = writer.endFrame();
            writer.force();
            assertThat(new SegmentReader(spool).line(PATH, second, 0)).isEmpty();
        }
    }

    @Test
    void endsAFrameAfterFourMegabytes() {
        try (SegmentWriter writer = new SegmentWriter(new LocalSpool(folder), PATH)) {
            add(writer, "x".repeat(4 << 20));
            assertThat(writer.full()).isTrue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        LocalSpool spool = new LocalSpool(folder);
        write(spool, 10);
        SegmentReader reader = new SegmentReader(spool);
        assertThatThrownBy(() -> reader.line(PATH, 0, 10))
                .hasMessage("Segment " + PATH + " has no line 10 in the frame at 0; it has 10 lines");
        assertThatThrownBy(() -> reader.line(PATH, 5, 0)).hasMessage("Segment " + PATH + " has no frame at 5");
        Path file = folder.resolve(PATH);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 10));
        assertThatThrownBy(() -> new SegmentReader(spool).line(PATH, 0, 0)).isInstanceOf(IOException.class);
    }

    @Test
    void makesNoObjectWithoutAFrame() throws IOException {
        LocalSpool spool = new LocalSpool(folder);
        try (SegmentWriter writer = new SegmentWriter(spool, PATH)) {
            writer.force();
            writer.commit();
        }
        assertThat(spool.exists(PATH)).isFalse();
    }

    private static List<Long> write(Spool spool, int lines) throws IOException {
        List<Long> frames = new ArrayList<>();
        try (SegmentWriter writer = new SegmentWriter(spool, PATH)) {
            for (int i = 0; i < lines; i++) {
                add(writer, line(i));
                if (writer.full() || i == lines - 1) {
                    frames.add(writer.endFrame());
                }
            }
            writer.commit();
        }
        return frames;
    }

    private static String line(int i) {
        return "{\"id\":\"" + i + "\",\"text\":\"é " + "z".repeat(i % 50) + "\"}";
    }

    private static void add(SegmentWriter writer, String line) {
        byte[] bytes = line.getBytes(UTF_8);
        writer.add(bytes, 0, bytes.length);
    }
}
