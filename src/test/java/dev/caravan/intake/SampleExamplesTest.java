package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.intake.csv.CsvFormat;
import dev.caravan.intake.json.JsonFormat;
import dev.caravan.intake.jsonl.JsonlFormat;
import dev.caravan.intake.parquet.ParquetFormat;
import dev.caravan.intake.text.TextFormat;
import dev.caravan.intake.xml.XmlFormat;
import dev.caravan.intake.zip.ZipFormat;
import dev.caravan.intake.zip.ZipLimits;
import dev.caravan.model.ModelsReader;
import dev.caravan.provider.Protocols;
import dev.caravan.task.JsonRecord;
import dev.caravan.task.PromptTemplates;
import dev.caravan.task.Task;
import dev.caravan.task.TasksReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sample task reads its example, and makes prompts of it. */
class SampleExamplesTest {
    @TempDir
    Path copies;

    private final List<RecordFormat> formats = List.of(
            new CsvFormat(),
            new JsonFormat(),
            new JsonlFormat(),
            new XmlFormat(),
            new TextFormat(),
            new ZipFormat(new ZipLimits(100, 1 << 20, 200)));

    @ParameterizedTest
    @CsvSource({
        "conversation-summary, conversations.jsonl, C-1 C-2 C-3, The export button",
        "knowledge-ingestion, expired-conversations.json, E-1 E-2 E-3, 2 GB a file",
        "message-analyzer, messages.csv, M-1 M-2 M-3 M-4, Before it: Your parcel left",
        "document-metadata, retention-policy.md, retention-policy.md, Title: How long records are kept",
        "ticket-summaries, closed-tickets.xml, S-1 S-2 S-3, Third wrong charge & no answer",
        "document-tagging, articles.zip, setup/first-steps.md security/passwords.txt releases/2-4.md, until the light",
        "lead-scoring, leads.tsv, L-1 L-2 L-3, Employees: 120",
        "compliance-review, outgoing-texts.jsonl, O-1 O-2 O-3, double within a month",
        "product-reviews, product-reviews.parquet, R-1 R-2 R-3 R-4, Stars: 1 of 5"
    })
    void readsAndRendersTheExample(String name, String example, String ids, String text) throws IOException {
        Task task = task(name);
        RowRules rules = new RowRules(task.input());
        PromptTemplates prompts = PromptTemplates.compile(task.prompt());
        List<String> found = new ArrayList<>();
        ByteArrayOutputStream rendered = new ByteArrayOutputStream();
        List<RecordFormat> all = new ArrayList<>(formats);
        all.add(new ParquetFormat(new LocalCopies(copies, 1 << 20), 1 << 26));
        try (RecordReader reader =
                new Formats(all).open(example, Files.newInputStream(Path.of("examples", example)), task.input())) {
            for (SourceRow row = reader.next(); row != null; row = reader.next()) {
                assertThat(row).isInstanceOf(SourceRow.Readable.class);
                Fields fields = ((SourceRow.Readable) row).fields();
                assertThat(rules.refusal(row.line(), fields)).isNull();
                found.add(fields.id(task.input().key()));
                CanonicalWriter json = new CanonicalWriter();
                fields.write(json);
                prompts.user(JsonRecord.parse(Arrays.copyOf(json.bytes(), json.length())), rendered);
            }
        }
        assertThat(found).containsExactly(ids.split(" "));
        assertThat(rendered.toString(UTF_8)).contains(found).contains(text).doesNotContain("{{");
    }

    private static Task task(String name) {
        Path config = Path.of("config");
        Problems problems = new Problems();
        Placeholders placeholders = new Placeholders(key ->
                key.equals("caravan.simulator.url") ? Optional.of("http://localhost/simulator") : Optional.empty());
        var models = ModelsReader.read(config, Protocols.installed(), placeholders, problems);
        Task task = TasksReader.read(config, models, problems).find(name).orElseThrow();
        assertThat(problems.sorted()).isEmpty();
        return task;
    }
}
