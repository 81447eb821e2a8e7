package dev.caravan.batch;

import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.ledger.TestClock;
import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.Keeping;
import dev.caravan.model.Limits;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Models;
import dev.caravan.model.Polling;
import dev.caravan.model.Price;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import dev.caravan.model.TooFew;
import dev.caravan.model.Wire;
import dev.caravan.provider.Download;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.ProviderDates;
import dev.caravan.provider.openai.OpenAiProtocol;
import dev.caravan.restore.TryPapers;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.SegmentWriter;
import dev.caravan.spool.SpoolMarks;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stages on a real ledger and a real spool, with a clock that only moves when told to. */
final class Rig implements AutoCloseable {
    static final Duration GRACE = Duration.ofMinutes(15);
    static final Duration MAX_AGE = Duration.ofHours(24);
    static final Duration DEADLINE = Duration.ofHours(12);
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"},"
            + "\"mood\":{\"enum\":[\"good\",\"bad\"]}},\"required\":[\"id\",\"mood\"],\"additionalProperties\":false}";

    private static final Task.Output ANSWER = new Task.Output(SCHEMA, 1, Map.of("id", "id"), true, 1000, false);

    private static final Task.Review NOTHING = new Task.Review(null, 0, 3);

    private static final String USER = "{{id}}: {{text}}";
    private static final Asks ASKS = new Asks(ANSWER, USER, NOTHING, null);
    private static final Limits ROOM = new Limits(100, 1_000_000, 100_000);

    /** What differs between tasks. */
    private record Asks(Task.Output answer, String user, Task.Review review, Task.@Nullable Canary canary) {}

    final TestClock clock = TestClock.at("2026-11-21T03:00:00Z");
    final Ledger ledger;
    final List<String> tokens = new ArrayList<>();

    final LocalSpool spool;
    final TryPapers papers;
    final BoundTasks tasks;
    final Assemble assemble;
    final Submit submit;
    final Poll poll;
    final Collect collect;
    final TwinStage twins;
    final ListSweep sweep;
    final ValidatedAnswers answers;
    final RecordAnswers said;
    final OtherModels others;
    final Tasks all;
    final Models models;
    final SeenLists lists = new SeenLists();
    final Workplace at;
    private final Shapes shapes;
    /** The providers' clock goes with ours, until a reply says something else. */
    final ProviderDates dates = new ProviderDates(() -> clock.nanos());

    Rig(Path folder) {
        this(folder, new Limits(100, 1_000_000, 100_000));
    }

    Rig(Path folder, Limits limits) {
        this(folder, limits, TooFew.DEFAULT);
    }

    /** With a price for the model and a budget for the task. */
    Rig(Path folder, Price price, Task.Budget budget) {
        this(
                folder,
                new Limits(100, 1_000_000, 100_000),
                TooFew.DEFAULT,
                Keeping.DEFAULT,
                Map.of(),
                Map.of(
                        "gpt-4o-mini",
                        new ModelFacts(
                                "gpt-4o-mini", Set.of("/v1/chat/completions"), Set.of(), true, price, "2026-11-20")),
                budget,
                "",
                ASKS);
    }

    /** With other demands on answers, and another prompt. */
    Rig(Path folder, Task.Output answer, String user) {
        this(folder, ROOM, new Asks(answer, user, NOTHING, null));
    }

    /** With what a person must see. */
    Rig(Path folder, Task.Review review) {
        this(folder, new Limits(50_000, 100_000_000, 100_000), new Asks(ANSWER, USER, review, null));
    }

    /** With records that go first. */
    Rig(Path folder, Task.Canary canary) {
        this(folder, ROOM, new Asks(ANSWER, USER, NOTHING, canary));
    }

    /** Where {@code tooFew} names the batch model {@code other}, that one takes any number. */
    Rig(Path folder, Limits limits, TooFew tooFew) {
        this(folder, limits, tooFew, "");
    }

    /** @param late {@code wait}, {@code cancel}, {@code move} (to the batch model {@code other}) or {@code move and review} after {@link #DEADLINE}; empty for no deadline */
    Rig(Path folder, Limits limits, TooFew tooFew, String late) {
        this(folder, limits, tooFew, Keeping.DEFAULT, Map.of(), Map.of(), null, late, ASKS);
    }

    /** With settings of the protocol, and what the provider keeps. */
    Rig(Path folder, Keeping kept, Map<String, String> settings) {
        this(folder, ROOM, TooFew.DEFAULT, kept, settings, Map.of(), null, "", ASKS);
    }

    private Rig(Path folder, Limits limits, Asks asks) {
        this(folder, limits, TooFew.DEFAULT, Keeping.DEFAULT, Map.of(), Map.of(), null, "", asks);
    }

    private Rig(
            Path folder,
            Limits limits,
            TooFew tooFew,
            Keeping kept,
            Map<String, String> settings,
            Map<String, ModelFacts> facts,
            Task.@Nullable Budget budget,
            String late,
            Asks asks) {
        dates.heard(DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
        ledger = SqliteLedger.open(EmptyLedger.at(folder.resolve("ledger").resolve("caravan.db")), clock);
        spool = new LocalSpool(folder.resolve("spool"));
        papers = new TryPapers(
                spool, SpoolMarks.start(spool, ledger.lineage().identity().incarnation()));
        Provider provider = new Provider(
                "sim",
                "openai",
                "http://127.0.0.1:1",
                limits,
                new Polling(Duration.ofSeconds(1), Duration.ofSeconds(60), MAX_AGE),
                GRACE,
                facts,
                "2026-11-20",
                Wire.PLAIN,
                settings,
                Provider.anything("sim"),
                kept);
        Credential credential = new Credential("cred", provider, provider.baseUrl(), new Secret("secret"));
        BatchModel model = new BatchModel(
                "fast", credential, "gpt-4o-mini", "/v1/chat/completions", Ability.CHAT, null, Map.of(), tooFew);
        Provider any = new Provider("any", "openai", "http://127.0.0.1:1", ROOM, Map.of(), "2026-11-20");
        Credential second = new Credential("second", any, any.baseUrl(), new Secret("secret"));
        var other = new BatchModel("other", second, "gpt-4o", "/v1/chat/completions", Ability.CHAT, null, Map.of());
        Task.Deadline deadline = late.isEmpty()
                ? null
                : new Task.Deadline(
                        DEADLINE,
                        late.equals("cancel"),
                        late.startsWith("move") ? other : null,
                        late.endsWith("review"));
        models = new Models(
                Map.of("sim", provider, "any", any),
                Map.of("cred", credential, "second", second),
                Map.of("fast", model, "other", other));
        Protocols protocols = new Protocols(List.of(new OpenAiProtocol()));
        all = new Tasks(
                Map.of("moods", task(model, tooFew.holds() ? null : other, budget, deadline, asks)),
                GatewayTasks.of(models, protocols, Duration.ZERO, Task.Retention.FOR_EVER),
                models);
        tasks = new BoundTasks(ledger, all);
        at = new Workplace(
                ledger,
                spool,
                models,
                protocols,
                clock,
                new Pace(ledger, models, dates, clock::nanos, () -> 0.5),
                papers,
                new Standstill(ledger.pauses(), models, tasks::everyWay));
        shapes = new Shapes(ledger, models, all);
        others = new OtherModels(ledger.recipes(), models, tasks);
        said = new RecordAnswers(at, shapes);
        assemble = new Assemble(at, tasks, others, new BatchCutter(at, shapes));
        try {
            assemble.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        submit = new Submit(at, shapes, new Recoveries(at, shapes, clock::nanos), new Lateness(at, tasks));
        poll = new Poll(at, tasks, lists);
        var harvest = new Harvest(at, tasks, shapes, this::used);
        collect = new Collect(at, harvest, Duration.ofSeconds(10));
        twins = new TwinStage(at, harvest);
        answers = new ValidatedAnswers(at, shapes);
        sweep = new ListSweep(at, shapes, lists);
    }

    private static Task task(
            BatchModel model,
            @Nullable BatchModel standIn,
            Task.@Nullable Budget budget,
            Task.@Nullable Deadline deadline,
            Asks asks) {
        return new Task(
                "moods",
                1,
                model,
                standIn,
                new Task.Input("id", Set.of("id"), 1000, null, null, false),
                new Task.Prompt("Judge.", asks.user()),
                asks.answer(),
                new Task.Retry(3, Duration.ofSeconds(10), Duration.ofMinutes(1)),
                asks.review(),
                new Task.Publish(List.of()),
                Duration.ZERO,
                budget,
                deadline,
                Task.Retention.FOR_EVER,
                "default",
                asks.canary());
    }

    /** Submit as it is after somebody removed every credential from the configuration. */
    Submit submitWithoutCredentials() {
        var none = new Models(Map.of(), Map.of(), Map.of());
        var at = new Workplace(
                ledger,
                spool,
                none,
                new Protocols(List.of(new OpenAiProtocol())),
                clock,
                new Pace(ledger, none, dates, clock::nanos, () -> 0.5),
                papers,
                new Standstill(ledger.pauses(), none, () -> tasks.everyWay()));
        var shapes = new Shapes(ledger, none, new Tasks(Map.of()));
        return new Submit(at, shapes, new Recoveries(at, shapes, clock::nanos), new Lateness(at, tasks));
    }

    /** Drops so many records, r1 and on; they are record 1 and on in the ledger. */
    void drop(int records) throws IOException {
        drop("r", records);
    }

    void drop(String prefix, int records) throws IOException {
        int taskId = ledger.recipes().taskId("moods");
        long drop = ledger.drops().arriving(new Drops.NewDrop(taskId, "inbox", "many.jsonl", null));
        ledger.drops().received(drop, "drops/" + drop + "/source.jsonl", 1);
        Drops.Claim claim = ledger.drops().claimForRead().orElseThrow();
        String segment = "drops/" + drop + "/segment-1.jsonl.zst";
        List<Drops.Row> rows = new ArrayList<>();
        try (var writer = new SegmentWriter(spool, segment)) {
            for (int i = 1; i <= records; i++) {
                byte[] line = ("{\"id\":\"" + prefix + i + "\",\"text\":\"so so\"}").getBytes(StandardCharsets.UTF_8);
                writer.add(line, 0, line.length);
                rows.add(new Drops.Row(prefix + i, i, i));
            }
            writer.endFrame();
            writer.commit();
        }
        ledger.drops()
                .append(
                        claim,
                        new Drops.ReadPart(
                                tasks.recipeOf("moods"),
                                List.of(new Drops.Frame(segment, 0, rows)),
                                List.of(),
                                records,
                                0));
        ledger.drops().seal(claim);
    }

    /** Assembles what waits and leaves the batch with the provider as {@code batch_1}. */
    BatchInHand submitted(int records) throws IOException {
        BatchInHand batch = creating(records);
        batch.getAttempt().accepted("batch_1");
        return batch;
    }

    /** Assembles, uploads, and stops where the create call would be made. */
    BatchInHand creating(int records) throws IOException {
        drop(records);
        assemble.once();
        return creatingAgain();
    }

    /** The same with records of other names. */
    BatchInHand creating(String prefix, int records) throws IOException {
        drop(prefix, records);
        assemble.once();
        return creatingAgain();
    }

    BatchInHand creatingAgain() {
        BatchInHand batch = submit.claim();
        submit.begin(batch);
        batch.getAttempt().uploaded("file-" + batch.getAttempt().token(), "Sat, 21 Nov 2026 03:00:00 GMT");
        submit.creating(batch);
        return batch;
    }

    Collect collectInTurnsOf(int lines) {
        return new Collect(at, new Harvest(at, tasks, shapes, this::used, new Turns(lines)), Duration.ofSeconds(10));
    }

    /** The provider says that the batch ended so, with these result files. */
    BatchInHand ended(JobStatus status) {
        clock.pass(Duration.ofSeconds(2));
        BatchInHand batch = poll.claim().get(0);
        batch.getPoll().status(status);
        return collect.claim();
    }

    void bringHome(BatchInHand batch, Map<String, String> files) throws IOException {
        for (Download download : batch.getDownloads()) {
            byte[] bytes = files.get(download.kind()).getBytes(StandardCharsets.UTF_8);
            download.save(new ByteArrayInputStream(bytes), bytes.length);
        }
        collect.finish(batch);
    }

    String ok(int record, int attempt, String answer) {
        return "{\"id\":\"q\",\"custom_id\":\"" + customId(record, attempt) + "\",\"response\":{\"status_code\":200,"
                + "\"request_id\":\"r\",\"body\":{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"" + answer.replace("\"", "\\\"") + "\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}},\"error\":null}\n";
    }

    String good(int record, int attempt) {
        return ok(record, attempt, "{\"id\":\"r" + record + "\",\"mood\":\"good\"}");
    }

    String failed(int record, int attempt, int status, String code) {
        return "{\"id\":\"q\",\"custom_id\":\"" + customId(record, attempt) + "\",\"response\":{\"status_code\":"
                + status
                + ",\"request_id\":\"r\",\"body\":{\"error\":{\"message\":\"no\",\"type\":\"t\",\"param\":null,"
                + "\"code\":\"" + code + "\"}}},\"error\":null}\n";
    }

    String notRun(int record, int attempt) {
        return "{\"id\":\"q\",\"custom_id\":\"" + customId(record, attempt)
                + "\",\"response\":null,\"error\":{\"code\":\"batch_expired\",\"message\":\"late\"}}\n";
    }

    String customId(int record, int attempt) {
        return new CustomIds(ledger.instance()).of(record, attempt);
    }

    long in(RecordState state) {
        return ledger.counts().total().in(state);
    }

    static JobStatus status(String state, int total, int completed, int failed, Map<String, String> files) {
        return new JobStatus("batch_1", state, true, total, completed, failed, files, null);
    }

    @Override
    public void close() {
        ledger.close();
    }

    private void used(int taskId, String model, Usage usage) {
        tokens.add(ledger.recipes().taskName(taskId) + " " + model + " " + usage);
    }
}
