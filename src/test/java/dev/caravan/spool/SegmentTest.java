package dev.caravan.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

    /** Some frames are longer than what is read ahead, some lines longer than eight frames. */
    @Test
    void givesBackAnyLineInAnyOrder() throws IOException {
        LocalSpool spool = new LocalSpool(folder);
        var random = new Random(3);
        List<Long> frames = new ArrayList<>();
        List<List<byte[]>> written = new ArrayList<>();
        try (SegmentWriter writer = new SegmentWriter(spool, PATH)) {
            for (int frame = 0; frame < 60; frame++) {
                List<byte[]> lines = new ArrayList<>();
                for (int i = random.nextInt(40) + 1; i > 0; i--) {
                    byte[] line = new byte[random.nextInt(frame % 10 == 0 ? 60_000 : 500)];
                    random.nextBytes(line);
                    for (int at = 0; at < line.length; at++) {
                        line[at] = line[at] == '\n' ? 11 : line[at];
                    }
                    writer.add(line, 0, line.length);
                    lines.add(line);
                }
                frames.add(writer.endFrame());
                written.add(lines);
            }
            writer.commit();
        }
        SegmentReader reader = new SegmentReader(spool);
        for (int i = 0; i < 2_000; i++) {
            int frame = i < 60 ? i : random.nextInt(60);
            int line = random.nextInt(written.get(frame).size());
            reader.seek(PATH, frames.get(frame), line);
            assertThat(Arrays.copyOfRange(reader.bytes(), reader.from(), reader.to()))
                    .isEqualTo(written.get(frame).get(line));
            assertThat(reader.line(PATH, frames.get(frame), line))
                    .isEqualTo(written.get(frame).get(line));
        }
    }

    @Test
    void findsAFrameThatWasWrittenAfterItReadAhead() throws IOException {
        LocalSpool spool = new LocalSpool(folder);
        try (SegmentWriter writer = new SegmentWriter(spool, PATH)) {
            add(writer, "first");
            long first = writer.endFrame();
            writer.force();
            SegmentReader reader = new SegmentReader(spool);
            assertThat(reader.line(PATH, first, 0)).isEqualTo("first".getBytes(UTF_8));
            add(writer, "second");
            long second = writer.endFrame();
            writer.force();
            assertThat(reader.line(PATH, second, 0)).isEqualTo("second".getBytes(UTF_8));
        }
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
