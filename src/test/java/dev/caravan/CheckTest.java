package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void theShippedConfigurationIsFine() {
        assertThat(check("--caravan.data=" + folder.resolve("data"))).isZero();
        assertThat(printed())
                .singleElement()
                .asString()
                .matches("check: ok \\(13 tasks, 2 batch models, \\d+ routes\\)");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void printsEveryProblemOnALineWithFileAndLine() throws IOException {
        Path config = copyOfConfig();
        replace(config.resolve("tasks/triage-tickets/task.yaml"), "model: fast", "model: fsat");
        replace(config.resolve("models.yaml"), "provider: openai", "provider: opnai");
        assertThat(check("--caravan.config=" + config)).isEqualTo(1);
        assertThat(printed())
                .hasSize(3)
                .satisfies(lines ->
                        assertThat(lines.get(0)).matches("Unknown provider \"opnai\" in .*models.yaml:\\d+\\. .*"))
                .satisfies(lines -> assertThat(lines.get(1))
                        .matches("Unknown batch model \"fsat\" in .*triage-tickets/task.yaml:3\\. .*"))
                .endsWith("check: 2 problems");
    }

    @Test
    void looksAtTheUsersToo() throws IOException {
        Path config = copyOfConfig();
        Files.writeString(config.resolve("users.yaml"), "users:\n  reviewer-1:\n    roles: [boss]\n");
        assertThat(check("--caravan.config=" + config)).isEqualTo(1);
        assertThat(printed())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0)).matches("Missing key \"password\" in .*users.yaml:3"))
                .satisfies(lines -> assertThat(lines.get(1)).matches("Unknown role \"boss\" in .*users.yaml:3. .*"));
    }

    @Test
    void warnsOfAModelThatTheProviderNoLongerLists() throws IOException {
        Path lists = Files.createDirectories(folder.resolve("data/models"));
        Files.writeString(
                lists.resolve("simulated.json"),
                "{\"asked\": \"2026-11-20T08:00:00Z\", \"models\": [\"gpt-5-2025-08-07\", \"gpt-5-nano\"]}");
        assertThat(check("--caravan.data=" + folder.resolve("data"))).isZero();
        assertThat(printed().get(0))
                .isEqualTo(
                        "Warning: Batch model \"fast\" wants gpt-5-mini, which simulator does not list for credential"
                                + " \"simulated\" (asked 2026-11-20T08:00:00Z). Its records may all be refused: choose another"
                                + " model in models.yaml. Known: gpt-5-2025-08-07, gpt-5-nano");
        assertThat(printed()).hasSize(2).last().asString().startsWith("check: ok");
    }

    @Test
    void takesSecretsFromAFolderOfFiles() throws IOException {
        Path config = copyOfConfig();
        replace(config.resolve("models.yaml"), "\\$\\{OPENAI_API_KEY}", "\\${openai.key}");
        replace(config.resolve("models.yaml"), "credential: simulated ", "credential: openai ");
        String secrets = "--spring.config.import=configtree:" + Files.createDirectory(folder.resolve("secrets")) + "/";
        assertThat(check("--caravan.config=" + config, secrets)).isEqualTo(1);
        assertThat(printed().get(0)).contains("sends with credential \"openai\", but ${openai.key} is not set");

        Files.writeString(folder.resolve("secrets/openai.key"), "sk-in-a-file\n");
        out.reset();
        assertThat(check("--caravan.config=" + config, secrets)).isZero();
        assertThat(printed()).hasSize(1).noneMatch(line -> line.contains("sk-in-a-file"));
    }

    @Test
    void readsApplicationYamlOfTheGivenFolderOnly() throws IOException {
        Path config = copyOfConfig();
        Files.delete(config.resolve("application.yaml"));
        assertThat(check("--caravan.config=" + config)).isEqualTo(1);
        assertThat(printed()).anySatisfy(line -> assertThat(line).contains("caravan.simulator.url"));
    }

    private int check(String... options) {
        return Check.run(options, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private java.util.List<String> printed() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Path copyOfConfig() throws IOException {
        Path from = Path.of("config");
        Path to = folder.resolve("config");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    private static void replace(Path file, String what, String with) throws IOException {
        String text = Files.readString(file);
        assertThat(text).containsPattern(what);
        Files.writeString(file, text.replaceFirst(what, with));
    }
}
