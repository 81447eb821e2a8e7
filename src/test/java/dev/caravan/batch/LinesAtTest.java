package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.spool.LocalSpool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesAtTest {
    private static final int LINES = 3_000;

    @TempDir
    Path folder;

    private CountingSpool spool;

    @BeforeEach
    void spool() {
        spool = new CountingSpool(folder);
    }

    @Test
    void readsAFileOnceWhenItsLinesAreAskedForInOrder() throws IOException {
        List<Asked> asked = file("a", 100);
        try (LinesAt lines = new LinesAt(spool)) {
            for (Asked one : asked) {
                assertThat(text(lines, one)).isEqualTo(one.text());
            }
        }
        assertThat(spool.opened).containsExactly("a:0");
    }

    @Test
    void readsAFileOnceWhenScatteredLinesWereAnnounced() throws IOException {
        List<Asked> asked = new ArrayList<>(file("a", 100));
        asked.addAll(file("b", 100));
        Collections.shuffle(asked, new Random(4));
        try (LinesAt lines = new LinesAt(spool)) {
            lines.expect(asked.stream().map(Asked::place).toList());
            for (Asked one : asked) {
                assertThat(text(lines, one)).isEqualTo(one.text());
            }
        }
        assertThat(spool.opened).containsExactly("a:0", "b:0");
    }

    @Test
    void findsScatteredLinesThatNobodyAnnouncedAndMoreThanItHolds() throws IOException {
        List<Asked> asked = new ArrayList<>(file("a", 9_000));
        Collections.shuffle(asked, new Random(4));
        try (LinesAt lines = new LinesAt(spool)) {
            for (Asked one : asked.subList(0, 100)) {
                assertThat(text(lines, one)).isEqualTo(one.text());
            }
            lines.expect(asked.stream().map(Asked::place).toList());
            for (Asked one : asked) {
                assertThat(text(lines, one)).isEqualTo(one.text());
            }
        }
    }

    @Test
    void jumpsOverWhatNobodyAsksFor() throws IOException {
        List<Asked> asked = file("a", 9_000);
        try (LinesAt lines = new LinesAt(spool)) {
            assertThat(text(lines, asked.get(0))).isEqualTo(asked.get(0).text());
            assertThat(text(lines, asked.get(2_900))).isEqualTo(asked.get(2_900).text());
        }
        assertThat(spool.opened)
                .containsExactly("a:0", "a:" + asked.get(2_900).where().offset());
    }

    @Test
    void saysWhereNoLineIs() throws IOException {
        List<Asked> asked = file("a", 100);
        Asked last = asked.get(LINES - 1);
        try (LinesAt lines = new LinesAt(spool)) {
            var behind = new ResultAt(0, last.where().offset() + 1_000);
            lines.expect(List.of(LinesAt.Place.of(last.file(), behind), last.place()));
            assertThatThrownBy(() -> lines.line(last.file(), behind))
                    .hasMessage("There is no result at a:" + behind.offset());
            assertThat(text(lines, last)).isEqualTo(last.text());
        }
    }

    private static String text(LinesAt lines, Asked one) throws IOException {
        LinesAt.Slice line = lines.line(one.file(), one.where());
        return new String(line.bytes(), line.from(), line.to() - line.from(), StandardCharsets.UTF_8);
    }

    /** Lines of up to so many bytes. */
    private List<Asked> file(String path, int length) throws IOException {
        var random = new Random(length);
        List<Asked> lines = new ArrayList<>();
        var file = new ResultFile("results", path, 0, "", 1);
        try (var out = spool.create(path)) {
            for (int i = 0; i < LINES; i++) {
                String text = path + i + "é".repeat(random.nextInt(length / 2));
                lines.add(new Asked(file, new ResultAt(0, out.position()), text));
                out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
            }
            out.commit();
        }
        return lines;
    }

    private record Asked(ResultFile file, ResultAt where, String text) {
        LinesAt.Place place() {
            return LinesAt.Place.of(file, where);
        }
    }

    /** Remembers what was opened, and where. */
    private static final class CountingSpool extends LocalSpool {
        final List<String> opened = new ArrayList<>();

        CountingSpool(Path root) {
            super(root);
        }

        @Override
        public InputStream open(String path, long offset) throws IOException {
            opened.add(path + ":" + offset);
            return super.open(path, offset);
        }
    }
}
