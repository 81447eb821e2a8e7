package dev.caravan.intake;

import dev.caravan.intake.csv.CsvFormat;
import dev.caravan.intake.json.JsonFormat;
import dev.caravan.intake.jsonl.JsonlFormat;
import dev.caravan.spool.LocalSpool;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Receive and read over a real spool and inbox. */
final class IntakeFixture {
    final MemoryLedger ledger = new MemoryLedger();
    final Path inboxFolder;
    final LocalSpool spool;
    final Inbox inbox;
    final Tasks tasks;
    final Arrivals arrivals;
    final Receive receive;
    long nanos;
    List<RecordFormat> formats = List.of(new CsvFormat(), new JsonlFormat(), new JsonFormat());

    IntakeFixture(Path data, boolean keepRows) {
        inboxFolder = data.resolve("inbox");
        spool = new LocalSpool(data.resolve("spool"));
        inbox = new Inbox(inboxFolder);
        tasks = new Tasks(Map.of("triage", task(keepRows)));
        arrivals = new Arrivals(ledger, spool);
        receive = new Receive(ledger, spool, tasks, inbox, arrivals);
    }

    /** A reader like the one of a new process. */
    Read read(Clock clock) {
        var ways = new DropFiles.Ways(ledger.drops(), task -> 5, clock);
        var files = new DropFiles(spool, new Formats(formats), inbox, ways);
        var pause = new Pause(() -> nanos);
        return new Read(ledger, tasks, files, arrivals, huge(pause), pause);
    }

    /** Drops of any size may be split; none is, since there is one node. */
    Read.HugeDrops huge(Pause pause) {
        var ranges = new RangeFiles(spool, new Formats(formats), inbox, task -> 5, ledger.ranges());
        return new Read.HugeDrops(new Splitting(ledger, spool, ranges, 1), new RangeWork(ledger, tasks, ranges, pause));
    }

    Read read() {
        return read(Clock.systemUTC());
    }

    Path drop(String name, String text) throws IOException {
        Path file = inboxFolder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    MemoryDrops.Entry entry(long id) {
        return ledger.drops.entries.get(id);
    }

    /** Name and reason of all that was put away for a task, as {@code name: content}. */
    List<String> failed(String task) throws IOException {
        Path folder = inboxFolder.resolve(task).resolve(".failed");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.sorted().map(f -> f.getFileName() + ": " + content(f)).toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.isSymbolicLink(file) ? "(link)" : Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Task task(boolean keepRows) {
        var input = new Task.Input("id", Set.of("body"), 100, null, null, keepRows);
        var retry = new Task.Retry(1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        var output = new Task.Output(null, 1, Map.of(), false, 100, false);
        return new Task(
                "triage",
                1,
                null,
                input,
                new Task.Prompt("", "{{body}}"),
                output,
                retry,
                new Task.Review(null, 0, 1),
                new Task.Publish(List.of()),
                Duration.ZERO);
    }
}
