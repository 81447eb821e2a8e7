package dev.caravan.bench;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.intake.CanonicalWriter;
import dev.caravan.intake.Entries;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import dev.caravan.intake.SourceRow;
import dev.caravan.intake.csv.CsvFormat;
import dev.caravan.model.ModelsReader;
import dev.caravan.provider.PlainResult;
import dev.caravan.provider.PromptWriter;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.ResultLines;
import dev.caravan.task.JsonRecord;
import dev.caravan.task.PromptTemplates;
import dev.caravan.task.Task;
import dev.caravan.task.TasksReader;
import dev.caravan.validation.Asked;
import dev.caravan.validation.Validator;
import dev.caravan.validation.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What each record goes through on one thread, in nanoseconds and bytes of garbage for a record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OperationsPerInvocation(HotPieces.RECORDS)
public class HotPieces {
    static final int RECORDS = 5_000;

    private final Task task = task();
    private final ResultLines results;
    private final RequestLines requests;
    private final PromptTemplates prompts;
    private final Validator validator;
    private byte[] csv = {};
    private final ByteArrayOutputStream rendered = new ByteArrayOutputStream(1 << 22);
    private final List<JsonRecord> records = new ArrayList<>();
    private final List<byte[]> lines = new ArrayList<>();
    private final List<PlainResult> answers = new ArrayList<>();

    /** With the task that is measured as a whole, too. */
    public HotPieces() {
        var shape = new RequestShape(
                "/v1/chat/completions", "gpt-5-mini", null, Map.of(), null, "tickets", Map.of("schema-as", "none"));
        var protocol = Protocols.installed().get("openai");
        requests = protocol.requests(shape);
        results = protocol.results(shape);
        prompts = PromptTemplates.compile(task.prompt());
        validator = Validator.compile(task.output(), task.review());
    }

    private static Task task() {
        Problems problems = new Problems();
        Path config = Path.of("src/bench/config");
        var models = ModelsReader.read(
                config, Protocols.installed(), new Placeholders(name -> Optional.of("nothing is sent")), problems);
        Task task = TasksReader.read(config, models, problems).byName().get("tickets");
        problems.throwIfAny();
        return task;
    }

    @Setup
    public void prepare() throws IOException {
        Path file = TicketFile.make(Files.createDirectories(Path.of("target/bench")), 1, RECORDS, false);
        csv = Files.readAllBytes(file);
        CanonicalWriter out = new CanonicalWriter();
        try (RecordReader reader = open()) {
            for (SourceRow row = reader.next(); row instanceof SourceRow.Readable one; row = reader.next()) {
                out.reset();
                one.fields().write(out);
                records.add(JsonRecord.parse(Arrays.copyOf(out.bytes(), out.length())));
                byte[] line = Answers.line("c" + records.size(), "T-" + records.size(), records.size())
                        .getBytes(StandardCharsets.UTF_8);
                lines.add(line);
                answers.add(results.readPlain(line, 0, line.length - 1));
            }
        }
    }

    private RecordReader open() throws IOException {
        return new CsvFormat()
                .open(new Source("csv", "tickets.csv", new ByteArrayInputStream(csv), task.input(), new NoEntries()));
    }

    /** From the bytes of a row of CSV to its canonical JSON. */
    @Benchmark
    public void rowToCanonicalJson(Blackhole hole) throws IOException {
        CanonicalWriter out = new CanonicalWriter();
        try (RecordReader reader = open()) {
            for (SourceRow row = reader.next(); row instanceof SourceRow.Readable one; row = reader.next()) {
                out.reset();
                one.fields().write(out);
                hole.consume(out.length());
            }
        }
    }

    /** From canonical JSON to the line of a request. */
    @Benchmark
    public int render() throws IOException {
        rendered.reset();
        for (JsonRecord record : records) {
            requests.write("c1", new Prompts(prompts, record), rendered);
        }
        return rendered.size();
    }

    /** From the line of a result to its id, its answer and its tokens. */
    @Benchmark
    public void resultLineToAnswer(Blackhole hole) {
        for (byte[] line : lines) {
            hole.consume(results.readPlain(line, 0, line.length - 1));
        }
    }

    /** Whether an answer keeps to the schema and repeats its ticket, by its bytes. */
    @Benchmark
    public int validate() {
        int passed = 0;
        for (int i = 0; i < RECORDS; i++) {
            PlainResult one = answers.get(i);
            passed += validator.passes(one.answer(), one.length(), new Asked(records.get(i), i, "", false)) ? 1 : 0;
        }
        return passed;
    }

    /** The same by the tree and the validator that say what is wrong, for answers that are not usual. */
    @Benchmark
    public void validateByTree(Blackhole hole) {
        for (int i = 0; i < RECORDS; i++) {
            Verdict verdict = validator.judge(answers.get(i).text(), new Asked(records.get(i), i, "", false));
            hole.consume(verdict);
        }
    }

    private record Prompts(PromptTemplates prompts, JsonRecord record) implements PromptWriter {
        @Override
        public boolean hasSystem() {
            return prompts.hasSystem();
        }

        @Override
        public void system(OutputStream out) throws IOException {
            prompts.system(record, out);
        }

        @Override
        public void user(OutputStream out) throws IOException {
            prompts.user(record, out);
        }
    }

    private static final class NoEntries implements Entries {
        @Override
        public String whyNot(String path) {
            return "there is no archive here";
        }

        @Override
        public RecordReader open(String path, InputStream bytes) throws IOException {
            throw new IOException(whyNot(path));
        }
    }

    public static void main(String[] args) throws Exception {
        new Runner(new OptionsBuilder()
                        .include(HotPieces.class.getSimpleName())
                        .addProfiler(GCProfiler.class)
                        .jvmArgs("-Xmx256m")
                        .build())
                .run();
    }
}
