package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files stay small enough to be read in one sitting. */
class FileSizeTest {
    private static final int LONGEST = 400;
    private static final int LONG = 200;
    private static final int MEDIAN = 65;
    private static final int ROUTE_FILE = 150;

    private record Size(String file, long lines) {}

    private static List<Size> sizes(String folder, String ending) throws IOException {
        List<Size> sizes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(ending)).toList()) {
                sizes.add(new Size(file.toString(), Files.readAllLines(file).size()));
            }
        }
        return sizes;
    }

    @Test
    void noJavaFileIsOver400Lines() throws IOException {
        List<Size> all = new ArrayList<>(sizes("src/main/java", ".java"));
        all.addAll(sizes("src/test/java", ".java"));
        assertThat(all).isNotEmpty().filteredOn(size -> size.lines() > LONGEST).isEmpty();
    }

    @Test
    void nineOutOfTenJavaFilesAreWithin200LinesAndHalfWithin65() throws IOException {
        List<Size> all = sizes("src/main/java", ".java");
        long large = all.stream().filter(size -> size.lines() > LONG).count();
        assertThat(large * 10).as("files over %s lines of %s", LONG, all.size()).isLessThanOrEqualTo(all.size());
        List<Long> sorted = all.stream().map(Size::lines).sorted().toList();
        assertThat(sorted.get(sorted.size() / 2)).as("median").isLessThanOrEqualTo(MEDIAN);
    }

    @Test
    void noRouteFileIsOver150Lines() throws IOException {
        assertThat(sizes("routes", ".yaml"))
                .isNotEmpty()
                .filteredOn(size -> size.lines() > ROUTE_FILE)
                .isEmpty();
    }
}
