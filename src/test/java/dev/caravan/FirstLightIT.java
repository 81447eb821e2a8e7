package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a user has it: a folder with configuration, routes and examples, and one command. */
@Timeout(300)
class FirstLightIT {
    private static final Pattern COUNT = Pattern.compile("(\\w+)=(\\d+)");

    @TempDir
    Path home;

    private CaravanProcess caravan;

    @BeforeEach
    void install() throws IOException {
        caravan = CaravanProcess.installedIn(home);
    }

    @Test
    void theExampleComesBackAsValidatedPublishedAnswersAndTheSameAgainPublishesNothingNew() throws Exception {
        CaravanProcess.Ended run = caravan.runUntilSettled();
        assertThat(run.exitCode()).as(run.all()).isZero();
        Map<String, Long> counts = counts(run);
        assertThat(counts)
                .containsEntry("read", 63L)
                .containsEntry("refused", 2L)
                .containsEntry("duplicate", 1L);
        assertThat(counts.get("published")).isPositive();
        assertThat(counts.get("review")).isPositive();
        assertThat(sumOfAllButRead(counts)).isEqualTo(63);
        assertThat(home.resolve("data/inbox/triage-tickets/support-tickets.csv"))
                .doesNotExist();

        List<JsonNode> published = published();
        assertThat(published).hasSize(counts.get("published").intValue());
        assertThat(published).allSatisfy(line -> {
            assertThat(line.path("result").path("ticket_id")).isEqualTo(line.path("source_id"));
            assertThat(line.path("provider").textValue()).isEqualTo("simulator");
        });
        assertThat(published.stream().map(line -> line.path("source_id").textValue()))
                .doesNotHaveDuplicates();
        assertThat(run.out())
                .anySatisfy(line -> assertThat(line).contains("Drop 1").contains("support-tickets.csv"));
        aSecondRunAndTheSameFileAgainPublishNothingNew();
    }

    private void aSecondRunAndTheSameFileAgainPublishNothingNew() throws Exception {
        Map<String, String> before = outbox();
        Files.copy(
                Path.of("examples/support-tickets.csv"), home.resolve("data/inbox/triage-tickets/support-tickets.csv"));
        CaravanProcess.Ended again = caravan.runUntilSettled();
        assertThat(again.exitCode()).as(again.all()).isZero();
        assertThat(outbox()).isEqualTo(before);
        Map<String, Long> counts = counts(again);
        assertThat(sumOfAllButRead(counts)).isEqualTo(counts.get("read"));
        assertThat(home.resolve("data/inbox/triage-tickets/support-tickets.csv"))
                .doesNotExist();
    }

    @Test
    void checkNamesTheFileAndTheLine() throws Exception {
        assertThat(caravan.run("check").exitCode()).isZero();
        Path task = home.resolve("config/tasks/triage-tickets/task.yaml");
        Files.writeString(task, Files.readString(task).replaceFirst("model: fast", "model: fsat"));
        CaravanProcess.Ended check = caravan.run("check");
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Unknown batch model \"fsat\" in config/tasks/triage-tickets/task.yaml:3"))
                .endsWith("check: 1 problem");
        CaravanProcess.Ended run = caravan.runUntilSettled();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.all()).contains("Unknown batch model \"fsat\"").doesNotContain("\tat ");
    }

    private static Map<String, Long> counts(CaravanProcess.Ended run) {
        String last = run.out().get(run.out().size() - 1);
        assertThat(last).startsWith("settled read=");
        Matcher found = COUNT.matcher(last);
        Map<String, Long> counts = new TreeMap<>();
        while (found.find()) {
            counts.put(found.group(1), Long.valueOf(found.group(2)));
        }
        return counts;
    }

    private static long sumOfAllButRead(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum() - counts.get("read");
    }

    private List<JsonNode> published() throws IOException {
        ObjectMapper json = new ObjectMapper();
        return outbox().entrySet().stream()
                .filter(file -> file.getKey().endsWith(".jsonl"))
                .flatMap(file -> file.getValue().lines())
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (IOException e) {
                        throw new AssertionError("Not JSON: " + line, e);
                    }
                })
                .toList();
    }

    private Map<String, String> outbox() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("data/outbox"))) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(file -> file.getFileName().toString(), FirstLightIT::text));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
