package dev.caravan.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every spool does, wherever its bytes are. */
abstract class SpoolContract {
    @TempDir
    Path folder;

    /** The spool of this test, as another process would open it. */
    abstract Spool spool();

    @Test
    void showsAnObjectOnlyWhenItIsCommitted() throws IOException {
        Spool spool = spool();
        try (SpoolWriter out = spool.create("batches/7/requests.jsonl")) {
            out.write("abc".getBytes(UTF_8));
            out.force();
            assertThat(out.position()).isEqualTo(3);
            assertThat(spool.exists("batches/7/requests.jsonl")).isFalse();
            assertThat(list(spool, "")).isEmpty();
            assertThat(out.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            out.commit();
            assertThat(out.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
        assertThat(text(spool, "batches/7/requests.jsonl", 1)).isEqualTo("bc");
        assertThat(spool.size("batches/7/requests.jsonl")).isEqualTo(3);
    }

    @Test
    void neverReplacesAnObject() throws IOException {
        Spool spool = spool();
        try (SpoolWriter slow = spool.create("a");
                SpoolWriter fast = spool.create("a")) {
            fast.write('f');
            fast.commit();
            slow.write('s');
            assertThatThrownBy(slow::commit).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(text(spool, "a", 0)).isEqualTo("f");
        assertThatThrownBy(() -> spool.create("a")).isInstanceOf(FileAlreadyExistsException.class);
        Path file = Files.writeString(folder.resolve("in"), "x");
        assertThatThrownBy(() -> spool.take(file, "a")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).exists();
    }

    @Test
    void keepsWhatAGrowingObjectHasForcedAndOverwritesAnUnfinishedOne() throws IOException {
        Spool spool = spool();
        try (SpoolWriter out = spool.grow("drops/1/segment-1")) {
            out.write("one".getBytes(UTF_8));
            out.force();
            assertThat(text(spool, "drops/1/segment-1", 0)).isEqualTo("one");
        }
        assertThat(text(spool, "drops/1/segment-1", 0)).isEqualTo("one");
        try (SpoolWriter out = spool.grow("drops/1/segment-1")) {
            out.write("2".getBytes(UTF_8));
            out.commit();
        }
        assertThat(text(spool, "drops/1/segment-1", 0)).isEqualTo("2");
    }

    @Test
    void takesAFile() throws IOException {
        Spool spool = spool();
        Path file = Files.writeString(folder.resolve("in.csv"), "hello");
        spool.take(file, "drops/1/source.csv");
        assertThat(file).doesNotExist();
        assertThat(text(spool, "drops/1/source.csv", 0)).isEqualTo("hello");
        assertThatThrownBy(() -> spool.take(file, "drops/2/source.csv")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void takesNoLinksAndNoFolders() throws IOException {
        Path target = Files.writeString(folder.resolve("secret"), "s");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), target);
        assertThatThrownBy(() -> spool().take(link, "a")).hasMessageContaining("is not a regular file");
        assertThatThrownBy(() -> spool().take(folder, "a")).hasMessageContaining("is not a regular file");
        assertThat(link).isSymbolicLink();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../x",
                "a/../../x",
                "a//b",
                "a/",
                ".",
                ".tmp/x",
                "a\\b",
                "a\nb",
                "a\0b",
                "a/./b"
            })
    void refusesPathsThatCouldMeanSomethingElse(String path) {
        Spool spool = spool();
        assertThatThrownBy(() -> spool.create(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't be the path of a spool object");
        assertThatThrownBy(() -> spool.open(path, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> spool.delete(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsBelowAPrefix() throws IOException {
        Spool spool = spool();
        for (String path : List.of("drops/1/source.csv", "drops/10/source.csv", "batches/1/manifest.json")) {
            put(spool, path);
        }
        assertThat(list(spool, "drops/")).containsExactlyInAnyOrder("drops/1/source.csv", "drops/10/source.csv");
        assertThat(list(spool, "drops/1/so")).containsExactly("drops/1/source.csv");
        assertThat(list(spool, "nothing/")).isEmpty();
        spool.delete("drops/1/source.csv");
        spool.delete("drops/1/source.csv");
        assertThat(list(spool, "drops/")).containsExactly("drops/10/source.csv");
    }

    @Test
    void namesTheFoldersBelowAPrefixOnce() throws IOException {
        Spool spool = spool();
        for (String path : List.of("drops/1/source.csv", "drops/1/drop.json", "drops/10/a/b", "drops/file", "x/2/y")) {
            put(spool, path);
        }
        try (Stream<String> folders = spool.folders("drops/")) {
            assertThat(folders).containsExactlyInAnyOrder("1", "10");
        }
        try (Stream<String> folders = spool.folders("nothing/")) {
            assertThat(folders).isEmpty();
        }
        assertThat(spool.identity()).isEqualTo(spool().identity()).isNotBlank();
    }

    @Test
    void keepsAMarkOfEachStartAndTellsAnEarlierOneOfACopy() throws IOException {
        Spool spool = spool();
        assertThat(SpoolOwner.last(spool)).isEmpty();
        SpoolOwner first = SpoolMarks.start(spool, 1);
        assertThat(SpoolOwner.last(spool())).contains(SpoolMarks.mark("abc123", 1));
        assertThat(first.isOurs()).isTrue();
        SpoolOwner second = SpoolMarks.start(spool(), 2);
        assertThat(first.isOurs()).isFalse();
        assertThat(second.isOurs()).isTrue();
        assertThat(SpoolOwner.last(spool)).contains(SpoolMarks.mark("abc123", 2));
        assertThatThrownBy(() -> SpoolMarks.start(spool, 2))
                .hasRootCauseInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("Another copy of the ledger \"abc123\" starts on this spool at this moment.");
    }

    @Test
    void isOneSpoolForTheNodesOfOneLedger() throws IOException {
        SpoolOwner.Kin kin = mark -> List.of("s1", "s2", "s4").contains(String.valueOf(mark.start()));
        SpoolOwner first = SpoolOwner.mark(spool(), SpoolMarks.mark("abc123", 1), Optional.empty(), kin);
        Optional<OwnerMark> last = SpoolOwner.last(spool());
        SpoolOwner second = SpoolOwner.mark(spool(), SpoolMarks.mark("abc123", 2), last, kin);
        SpoolOwner fourth = SpoolOwner.mark(spool(), SpoolMarks.mark("abc123", 4), last, kin);
        assertThat(List.of(first.isOurs(), second.isOurs(), fourth.isOurs())).containsOnly(true);
        SpoolMarks.start(spool(), 3);
        assertThat(List.of(first.isOurs(), second.isOurs(), fourth.isOurs())).containsOnly(false);
    }

    @Test
    void leavesNothingVisibleWithoutCommit() throws IOException {
        Spool spool = spool();
        try (SpoolWriter out = spool.create("a/b")) {
            out.write(new byte[20 << 20]);
        }
        assertThat(list(spool, "")).isEmpty();
        assertThat(spool.exists("a/b")).isFalse();
        assertThatThrownBy(() -> spool.open("a/b", 0)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> spool.size("a/b")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readsAGrowingObjectFromAnywhere() throws IOException {
        Spool spool = spool();
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        try (SpoolWriter out = spool.grow("drops/1/segment-1.jsonl.zst")) {
            for (int at = 0; at < bytes.length; at += 1_000_000) {
                out.write(bytes, at, 1_000_000);
                out.force();
                out.force();
                assertThat(out.position()).isEqualTo(at + 1_000_000);
            }
            out.commit();
            assertThat(out.sha256()).hasSize(64);
        }
        for (Spool again : List.of(spool, spool())) {
            for (int at : new int[] {0, 1, 999_999, 1_000_000, 1_000_001, 2_500_000, 2_999_999, 3_000_000}) {
                try (InputStream in = again.open("drops/1/segment-1.jsonl.zst", at)) {
                    assertThat(in.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(bytes, at, bytes.length));
                }
            }
            assertThat(again.size("drops/1/segment-1.jsonl.zst")).isEqualTo(3_000_000);
            assertThat(again.exists("drops/1/segment-1.jsonl.zst")).isTrue();
            assertThat(list(again, "drops/")).containsExactly("drops/1/segment-1.jsonl.zst");
            assertThatThrownBy(() -> again.create("drops/1/segment-1.jsonl.zst"))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        spool.delete("drops/1/segment-1.jsonl.zst");
        assertThat(list(spool, "")).isEmpty();
    }

    @Test
    void losesWhatAGrowingObjectHasNotForced() throws IOException {
        Spool spool = spool();
        try (SpoolWriter out = spool.grow("s")) {
            out.write("kept".getBytes(UTF_8));
            out.force();
            out.write("-maybe".getBytes(UTF_8));
        }
        assertThat(text(spool(), "s", 0)).startsWith("kept");
    }

    @Test
    void keepsAnEmptyObject() throws IOException {
        Spool spool = spool();
        put(spool, "empty");
        try (SpoolWriter out = spool.grow("grown")) {
            out.commit();
        }
        for (String path : List.of("empty", "grown")) {
            assertThat(spool.exists(path)).isTrue();
            assertThat(spool.size(path)).isZero();
            assertThat(text(spool, path, 0)).isEmpty();
        }
    }

    @Test
    void readsWhatASegmentHolds() throws IOException {
        Spool spool = spool();
        try (SegmentWriter out = new SegmentWriter(spool, "drops/2/segment-1.jsonl.zst")) {
            out.add("first".getBytes(UTF_8), 0, 5);
            long one = out.endFrame();
            out.force();
            out.add("second".getBytes(UTF_8), 0, 6);
            out.add("third".getBytes(UTF_8), 0, 5);
            long two = out.endFrame();
            out.force();
            SegmentReader reader = new SegmentReader(spool());
            assertThat(reader.line(out.path(), one, 0)).asString().isEqualTo("first");
            assertThat(reader.line(out.path(), two, 1)).asString().isEqualTo("third");
            out.commit();
        }
    }

    static void put(Spool spool, String path) throws IOException {
        try (SpoolWriter out = spool.create(path)) {
            out.commit();
        }
    }

    static String text(Spool spool, String path, long offset) throws IOException {
        try (InputStream in = spool.open(path, offset)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    static List<String> list(Spool spool, String prefix) throws IOException {
        try (Stream<String> paths = spool.list(prefix)) {
            return paths.toList();
        }
    }
}
