package dev.caravan.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problem;
import dev.caravan.config.Problems;
import dev.caravan.model.Models;
import dev.caravan.model.ModelsReader;
import dev.caravan.provider.Protocols;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration and the example that a new user starts with. */
class SampleTasksTest {
    private static final Path CONFIG = Path.of("config");
    private static final Path TICKETS = Path.of("examples/support-tickets.csv");

    @TempDir
    Path temp;

    private final Problems problems = new Problems();

    private Tasks read(Path config, Map<String, String> environment) {
        Placeholders placeholders = new Placeholders(name -> name.equals("caravan.simulator.url")
                ? Optional.of("http://localhost:8080/simulator")
                : Optional.ofNullable(environment.get(name)));
        Models models = ModelsReader.read(config, Protocols.installed(), placeholders, problems);
        return TasksReader.read(config, models, problems);
    }

    private static List<NamedCsvRecord> tickets() throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(TICKETS)) {
            return reader.stream().toList();
        }
    }

    @Test
    void needsNoKeyAndNoNetwork() {
        Tasks tasks = read(CONFIG, Map.of());

        assertThat(problems.sorted()).isEmpty();
        assertThat(tasks.byName().keySet())
                .containsExactly(
                        "classify",
                        "compliance-review",
                        "conversation-summary",
                        "document-metadata",
                        "document-tagging",
                        "extract",
                        "knowledge-ingestion",
                        "lead-scoring",
                        "message-analyzer",
                        "product-reviews",
                        "summarize",
                        "ticket-summaries",
                        "triage-tickets");
        assertThat(tasks.byName().values())
                .allSatisfy(task -> assertThat(task.model().credential().baseUrl())
                        .isEqualTo("http://localhost:8080/simulator/openai/v1"));
    }

    @Test
    void oneChangedLineSendsTicketsToOpenAi() throws IOException {
        copyWith("models.yaml", "credential: simulated      # <-", "credential: openai      # <-");

        Task task = read(temp.resolve("config"), Map.of("OPENAI_API_KEY", "k"))
                .find("triage-tickets")
                .orElseThrow();
        assertThat(problems.sorted()).isEmpty();
        assertThat(task.model().credential().baseUrl()).isEqualTo("https://api.openai.com/v1");

        read(temp.resolve("config"), Map.of());
        assertThat(problems.sorted())
                .extracting(Problem::message)
                .containsExactlyElementsOf(Stream.of(
                                "classify",
                                "conversation-summary",
                                "document-tagging",
                                "extract",
                                "lead-scoring",
                                "message-analyzer",
                                "summarize",
                                "ticket-summaries",
                                "triage-tickets")
                        .map(name -> "Task \"" + name + "\" sends with credential \"openai\","
                                + " but ${OPENAI_API_KEY} is not set")
                        .toList());
    }

    @Test
    void aMistypedModelIsNamedWithFileLineAndTheKnownOnes() throws IOException {
        copyWith("tasks/triage-tickets/task.yaml", "model: fast ", "model: fsat ");
        read(temp.resolve("config"), Map.of());

        assertThat(problems.sorted())
                .extracting(problem -> problem.toString().replace(temp + "/", ""))
                .containsExactly("Unknown batch model \"fsat\" in config/tasks/triage-tickets/task.yaml:3."
                        + " Known: fast, careful");
    }

    private void copyWith(String changed, String from, String to) throws IOException {
        try (var files = Files.walk(CONFIG)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = temp.resolve(file.toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path file = temp.resolve("config").resolve(changed);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void schemasFitOpenAisStrictMode() throws IOException {
        for (Task task : read(CONFIG, Map.of()).byName().values()) {
            var schema = new ObjectMapper().readTree(task.output().schema());
            Set<String> required = new LinkedHashSet<>();
            schema.path("required").forEach(name -> required.add(name.textValue()));
            Set<String> properties = new LinkedHashSet<>();
            schema.path("properties").fieldNames().forEachRemaining(properties::add);

            assertThat(required).isEqualTo(properties);
            assertThat(schema.path("additionalProperties").booleanValue()).isFalse();
            assertThat(schema.path("additionalProperties").isBoolean()).isTrue();
        }
    }

    @Test
    void theTicketsHaveTheThreeRowsThatAreLeftOut() throws IOException {
        Task task = read(CONFIG, Map.of()).find("triage-tickets").orElseThrow();
        List<NamedCsvRecord> tickets = tickets();
        Set<List<String>> seen = new LinkedHashSet<>();
        int refused = 0;
        int duplicate = 0;
        for (NamedCsvRecord ticket : tickets) {
            int chars = ticket.getFields().stream().mapToInt(String::length).sum();
            if (ticket.getField("ticket_id").isEmpty() || chars > task.input().maxChars()) {
                refused++;
            } else if (!seen.add(ticket.getFields())) {
                duplicate++;
            }
        }

        assertThat(tickets).hasSize(63);
        assertThat(refused).isEqualTo(2);
        assertThat(duplicate).isEqualTo(1);
        assertThat(seen).hasSize(60);
        assertThat(seen.stream().map(fields -> fields.get(0)).distinct()).hasSize(60);
    }

    @Test
    void promptsCarryTheWholeTicketByCopying() throws IOException {
        Task task = read(CONFIG, Map.of()).find("triage-tickets").orElseThrow();
        assertThat(CopyTemplate.canRender(task.prompt().user())).isTrue();
        PromptTemplates prompts = PromptTemplates.compile(task.prompt());
        for (NamedCsvRecord ticket : tickets()) {
            String json = new ObjectMapper().writeValueAsString(new TreeMap<>(ticket.getFieldsAsMap()));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            prompts.user(JsonRecord.parse(json.getBytes(UTF_8)), out);

            assertThat(new ObjectMapper().readValue('"' + out.toString(UTF_8) + '"', String.class))
                    .isEqualTo("Ticket ID: %s\nProduct: %s\nOpened: %s\nSubject: %s\n\n%s"
                            .formatted(
                                    ticket.getField("ticket_id"),
                                    ticket.getField("product"),
                                    ticket.getField("opened_at"),
                                    ticket.getField("subject"),
                                    ticket.getField("body")));
        }
    }
}
