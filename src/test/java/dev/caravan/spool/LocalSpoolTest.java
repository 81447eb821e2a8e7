package dev.caravan.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

class LocalSpoolTest extends SpoolContract {

    @Test
    void leavesNothingBehindWithoutCommit() throws IOException {
        Spool spool = spool();
        try (SpoolWriter out = spool.create("a/b")) {
            out.write(new byte[200_000]);
        }
        assertThat(list(spool, "")).isEmpty();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void takesAFileFromAnotherFileSystem() throws IOException {
        Spool spool = new LocalSpool(folder.resolve("spool")) {
            @Override
            void move(Path from, Path target) throws IOException {
                throw new AtomicMoveNotSupportedException(from.toString(), target.toString(), "other device");
            }
        };
        Path file = Files.writeString(folder.resolve("in.csv"), "hello");
        spool.take(file, "drops/1/source.csv");
        assertThat(file).doesNotExist();
        assertThat(text(spool, "drops/1/source.csv", 0)).isEqualTo("hello");
    }

    @Test
    void forgetsWhatWasLeftUnfinished() throws IOException {
        Spool spool = spool();
        SpoolMarks.start(spool, 1);
        Path left = Files.writeString(folder.resolve("spool/.tmp/left-by-a-crash"), "x");
        spool.removeUnfinished();
        assertThat(left).doesNotExist();
    }

    @Test
    void listsWhatThereIsWhileOthersMakeAndDelete() throws IOException {
        LocalSpool spool = spool();
        for (int drop = 0; drop < 9; drop++) {
            try (SpoolWriter out = spool.create("drops/" + drop + "/source.csv")) {
                out.write(new byte[1]);
                out.commit();
            }
        }
        Files.writeString(folder.resolve("spool/.tmp/unfinished"), "x");
        try (Stream<String> all = spool.list("")) {
            Iterator<String> names = all.iterator();
            assertThat(names.next()).matches("drops/\\d/source.csv");
            FileSystemUtils.deleteRecursively(folder.resolve("spool/drops"));
            assertThat(names.hasNext()).isFalse();
        }
        try (Stream<String> all = spool.list("")) {
            assertThat(all).isEmpty();
        }
    }

    @Override
    LocalSpool spool() {
        return new LocalSpool(folder.resolve("spool"));
    }
}
