package dev.caravan.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.config.Problem;
import dev.caravan.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Where a file is damaged at random, schema and reader say the same of it, but for what {@link Differences} explains. */
class MutationsTest {
    private static final Schemas SCHEMAS = new Schemas();

    @TempDir
    Path temp;

    private final Differences differences = new Differences();
    private final List<String> unexplained = new ArrayList<>();
    private int refused;
    private int taken;

    /** @param folder a configuration folder, all of it @param name a file of it */
    private void mutate(Path folder, ConfigFile file, String name, int times) throws IOException {
        JsonNode original = Yaml.json(Files.readString(folder.resolve(name)));
        Random random = new Random(name.hashCode());
        for (int i = 0; i < times; i++) {
            Mutation mutation = Mutation.of(original, random);
            Files.writeString(folder.resolve(name), mutation.document().toString());
            Problems problems = new Problems();
            Readers.read(folder, problems);
            List<String> reader = problems.sorted().stream()
                    .filter(problem -> problem.file().endsWith(name))
                    .map(Problem::message)
                    .toList();
            List<String> schema = SCHEMAS.wrong(file, mutation.document());
            if (schema.isEmpty() && reader.isEmpty()) {
                taken++;
            } else if (!schema.isEmpty() && !reader.isEmpty()) {
                refused++;
            } else if (schema.isEmpty()
                    ? !reader.stream().allMatch(differences::onlyTheReaderKnows)
                    : !schema.stream().allMatch(differences::onlyTheSchemaMinds)) {
                unexplained.add(name + ", " + mutation.what() + "\n  schema: " + schema + "\n  reader: " + reader);
            }
        }
        Files.writeString(folder.resolve(name), original.toString());
    }

    private Path copy(Path folder, String... without) throws IOException {
        Path copy = temp.resolve(folder.getFileName());
        FileSystemUtils.copyRecursively(folder, copy);
        for (String one : without) {
            FileSystemUtils.deleteRecursively(copy.resolve(one));
        }
        return copy;
    }

    @Test
    void schemaAndReaderSayTheSameOfDamagedFiles() throws IOException {
        Path whole = copy(Shapes.DOCUMENTS.resolve("whole"));
        for (ConfigFile file : ConfigFile.values()) {
            if (file != ConfigFile.TASK) {
                mutate(whole, file, file.word() + ".yaml", 80);
            }
        }
        for (String task : List.of("full", "short", "moved", "vectors")) {
            mutate(whole, ConfigFile.TASK, "tasks/" + task + "/task.yaml", task.equals("full") ? 200 : 40);
        }
        Path config =
                copy(Path.of("config"), "tasks/classify", "tasks/extract", "tasks/summarize", "tasks/lead-scoring");
        mutate(config, ConfigFile.PROVIDERS, "providers.yaml", 80);
        mutate(config, ConfigFile.MODELS, "models.yaml", 30);
        mutate(config, ConfigFile.TASK, "tasks/triage-tickets/task.yaml", 100);

        assertThat(unexplained).isEmpty();
        assertThat(differences.unmet()).isEmpty();
        assertThat(refused).isGreaterThan(300);
        assertThat(taken).isGreaterThan(100);
    }
}
