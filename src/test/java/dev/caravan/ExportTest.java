package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.ReviewRig;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.Decisions.NewDecision;
import dev.caravan.task.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command beside a process that has the ledger open. */
class ExportTest {
    private static final String SIM = """

            sim:
              title: Simulated
              protocol: openai
              base-url: http://127.0.0.1:1
              read: 2026-11-20
              limits: {requests: 100, size: 1MB, line-size: 100KB}
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path data;

    @TempDir
    Path config;

    @BeforeEach
    void configure() throws IOException {
        for (String file : new String[] {"application.yaml", "models.yaml", "buckets.yaml"}) {
            Files.copy(Path.of("config", file), config.resolve(file));
        }
        Files.writeString(config.resolve("providers.yaml"), Files.readString(Path.of("config/providers.yaml")) + SIM);
    }

    private int export(String... options) {
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--caravan.data=" + data;
        all[options.length + 1] = "--caravan.config=" + config;
        return Export.run(
                all,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void writesAFileOfExamplesAndSaysHowMany() throws IOException {
        Path to = data.resolve("examples.jsonl");
        try (var rig = new ReviewRig(data, new Task.Review("mood == \"bad\"", 0, 3))) {
            rig.answered(2, i -> "{\"id\":\"r" + i + "\",\"mood\":\"bad\"}");
            for (long id = 1; id <= 2; id++) {
                Act act = id == 1 ? Act.EDIT : Act.APPROVE;
                String value = id == 1 ? "{\"id\":\"r1\",\"mood\":\"good\"}" : null;
                rig.ledger()
                        .decisions()
                        .decide(new NewDecision(id, 1, act, "reviewer-1", "a joke", value, null, null, null, false));
            }
            assertThat(export("--task=moods", "--to=" + to)).as(err::toString).isZero();
            assertThat(Files.readAllLines(to)).hasSize(1);
            assertThat(Files.readString(to)).contains("\"expected\":{\"id\":\"r1\",\"mood\":\"good\"}");
            assertThat(export("--task=moods", "--to=" + to, "--approved")).isZero();
            assertThat(Files.readAllLines(to)).hasSize(2);
            assertThat(out.toString(StandardCharsets.UTF_8).lines())
                    .containsExactly(
                            "export: 1 examples of moods are in " + to, "export: 2 examples of moods are in " + to);
        }
    }

    @Test
    void saysWhatIsMissingOrUnknown() throws IOException {
        assertThat(export("--task=moods")).isEqualTo(2);
        try (var rig = new ReviewRig(data, new Task.Review(null, 0, 3))) {
            assertThat(export("--task=mods", "--to=" + data.resolve("x"))).isEqualTo(1);
            assertThat(rig.ledger().counts().settled()).isTrue();
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("export: --task=<task> says of which task")
                .contains("export: the ledger has no task \"mods\". Known: moods");
        assertThat(data.resolve("x")).doesNotExist();
    }
}
