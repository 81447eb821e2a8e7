package dev.caravan.publish;

import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.caravan.ledger.Assembly.InputAt;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Gates;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Pauses;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.ledger.Recipes;
import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import dev.caravan.spool.LocalSpool;
import dev.caravan.task.RecipeModel;
import dev.caravan.task.RecipeSpec;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The publish stage on a real spool. Task 1 is {@code triage} with two sinks, task 2 is {@code other} with none. */
final class Rig {
    static final String SCHEMA = """
            {"type":"object","properties":{"category":{"type":"string"},"note":{"type":["string","null"]},\
            "score":{"type":"number"},"tags":{"type":"array"}}}""";

    final MemoryPublications publications = new MemoryPublications();
    final Ledger ledger = mock(Ledger.class);
    final Map<Long, String> answers = new HashMap<>();
    final LocalSpool spool;
    private final Path data;
    Instant now = Instant.parse("2026-01-05T08:00:00Z");

    Rig(Path data) {
        this.data = data;
        spool = new LocalSpool(data.resolve("spool"));
        Task task = task("triage", List.of("files", "table"));
        Recipes recipes = mock(Recipes.class);
        when(recipes.taskName(1)).thenReturn("triage");
        when(recipes.taskName(2)).thenReturn("other");
        when(recipes.taskName(3)).thenReturn("gone");
        when(recipes.recipe(anyInt()))
                .thenReturn(new Recipes.Recipe(
                        7,
                        1,
                        3,
                        2,
                        "hash",
                        RecipeModel.of(task.model()).toJson(),
                        RecipeSpec.of(task).toJson()));
        Drops drops = mock(Drops.class);
        when(drops.find(anyLong()))
                .thenReturn(Optional.of(new Drops.Drop(
                        1,
                        1,
                        "inbox",
                        "file:///data/inbox/triage/T%20%C3%BC.csv",
                        DropState.SEALED,
                        null,
                        new DropCounts(0, 0, 0, 0, 0, Map.of()))));
        Batches batches = mock(Batches.class);
        when(batches.find(anyLong())).thenReturn(Optional.empty());
        when(ledger.pauses()).thenReturn(mock(Pauses.class));
        when(ledger.instance()).thenReturn("k3f9a21");
        when(ledger.publications()).thenReturn(publications);
        when(ledger.gates()).thenReturn(mock(Gates.class));
        when(ledger.recipes()).thenReturn(recipes);
        when(ledger.drops()).thenReturn(drops);
        when(ledger.batches()).thenReturn(batches);
    }

    /** A process that has just started. */
    Publish start(int records, int sends) {
        Tasks tasks = new Tasks(
                Map.of("triage", task("triage", List.of("files", "table")), "other", task("other", List.of())));
        Publishing publishing = new Publishing(
                ledger,
                tasks,
                new ContentWriter(ledger, spool, KnownAnswers.by(this::answer)),
                new RejectsWriter(ledger, spool, member -> null),
                records,
                new Stuck(clock()),
                new DecisionWindow(clock()));
        return new Publish(
                publishing,
                new Deliveries(
                        ledger, spool, new PublishSettings(records, sends, Duration.ofHours(1)), new Replays(data)));
    }

    FileSink fileSink() {
        Columns columns = new Columns(ledger);
        return new FileSink(new ContentFormats(List.of(new ContentFormats.Jsonl(), new ContentFormats.Csv(columns))));
    }

    /** A completed record of a task with this answer. */
    Rig finished(int taskId, long recordId, String sourceId, String answer) {
        answers.put(recordId, answer);
        publications
                .finished
                .computeIfAbsent(taskId, id -> new ArrayList<>())
                .add(new Member(
                        recordId,
                        sourceId,
                        1,
                        2,
                        1,
                        7,
                        5,
                        new ResultAt(0, 0),
                        new ResultFile("results", "batches/5/results", 1, "hash", 1),
                        new InputAt("drops/1/segment", 0, 0),
                        new Usage(120, 20, 30, 10, 45),
                        null));
        return this;
    }

    String content(long publication) throws IOException {
        try (var in = spool.open("publications/" + publication + "/content.jsonl", 0)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String answer(Member member) throws IOException {
        String answer = answers.get(member.recordId());
        if (answer == null) {
            throw new IOException("record " + member.recordId() + " has no answer");
        }
        return answer;
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    static Task task(String name, List<String> sinks) {
        return task(name, new Task.Publish(sinks));
    }

    static Task task(String name, Task.Publish publish) {
        return task(name, publish, Duration.ZERO);
    }

    static Task task(String name, Task.Publish publish, Duration window) {
        Provider provider = new Provider(
                "simulator", "openai", "http://localhost", new Limits(10, 1000, 100), Map.of(), "2026-01-01");
        return new Task(
                name,
                3,
                new BatchModel(
                        "fast",
                        new Credential("c", provider, "http://localhost", new Secret("s")),
                        "model-1",
                        "/v1/chat/completions",
                        Ability.CHAT,
                        null,
                        Map.of()),
                new Task.Input("id", Set.of("id"), 100, null, null, false),
                new Task.Prompt("", "{{id}}"),
                new Task.Output(SCHEMA, 2, Map.of(), true, 100, false),
                new Task.Retry(3, Duration.ofSeconds(1), Duration.ofMinutes(1)),
                new Task.Review(null, 0, 3),
                publish,
                window);
    }
}
