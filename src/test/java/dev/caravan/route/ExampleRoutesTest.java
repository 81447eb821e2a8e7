package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.Problems;
import dev.caravan.route.lint.RouteLint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example routes pass the lint where an operator copies them to. */
class ExampleRoutesTest {
    @TempDir
    Path folder;

    @Test
    void passTheLintBesideTheShippedRoutes() throws IOException {
        copy(Path.of("routes"));
        List<Path> examples = copy(Path.of("examples/routes"));
        assertThat(examples).isNotEmpty();
        Problems problems = new Problems();
        new RouteLint(
                        RouteLint.BEANS,
                        Set.of("caravan.data", "caravan.inbox", "caravan.outbox", "caravan.routes")::contains)
                .check(folder, Set.of(), problems);
        assertThat(problems.sorted()).isEmpty();
    }

    private List<Path> copy(Path from) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            List<Path> files = walk.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                Path to = folder.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
            return files;
        }
    }
}
