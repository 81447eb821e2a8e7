package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.model.ModelsReader;
import dev.caravan.provider.Protocols;
import dev.caravan.task.Tasks;
import dev.caravan.task.TasksReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedTest {
    private static final Path EXAMPLE = Path.of("examples/support-tickets.csv");

    @TempDir
    Path data;

    @Test
    void aMissingOrEmptyDataFolderIsAFirstRun() throws IOException {
        assertThat(FirstRun.in(data).isFirst()).isTrue();
        assertThat(FirstRun.in(data.resolve("missing")).isFirst()).isTrue();
        Files.createFile(data.resolve(".gitkeep"));
        assertThat(FirstRun.in(data).isFirst()).isTrue();
        Files.createDirectory(data.resolve("inbox"));
        assertThat(FirstRun.in(data).isFirst()).isFalse();
    }

    @Test
    void everyTaskHasAFolderAndTheExampleLiesInItsOwn() throws IOException {
        Seed seed = new Seed(data, tasks());
        seed.folders();
        seed.examples(Map.of("triage-tickets", EXAMPLE));
        try (Stream<Path> folders = Files.list(data)) {
            assertThat(folders.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(tasks().byName().keySet());
        }
        try (Stream<Path> files = Files.list(data.resolve("triage-tickets"))) {
            assertThat(files).singleElement().satisfies(file -> assertThat(file).hasSameBinaryContentAs(EXAMPLE));
        }
    }

    @Test
    void passesOverExamplesOfUnknownTasksAndMissingFiles() throws IOException {
        Seed seed = new Seed(data, tasks());
        seed.folders();
        seed.examples(Map.of("no-such-task", EXAMPLE, "triage-tickets", Path.of("examples/missing.csv")));
        assertThat(data.resolve("no-such-task")).doesNotExist();
        assertThat(data.resolve("triage-tickets")).isEmptyDirectory();
    }

    private static Tasks tasks() {
        Placeholders placeholders = new Placeholders(
                name -> name.equals("caravan.simulator.url") ? Optional.of("http://localhost") : Optional.empty());
        Path config = Path.of("config");
        Problems problems = new Problems();
        Tasks tasks = TasksReader.read(
                config, ModelsReader.read(config, Protocols.installed(), placeholders, problems), problems);
        problems.throwIfAny();
        return tasks;
    }
}
