package dev.caravan.publish;

import dev.caravan.ledger.Act;
import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.Decisions;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Members;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.SegmentWriter;
import dev.caravan.task.RecipeModel;
import dev.caravan.task.RecipeSpec;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A real ledger and spool with answered records of the task {@code triage}, on their way to one sink. */
public final class SinkBench implements AutoCloseable {
    private static final int MOST_SENDS = 5;

    private final Path data;
    private Task config;
    private final Clock clock;
    private final Map<String, Supplier<String>> answers = new HashMap<>();
    private final Map<String, Integer> revisions = new HashMap<>();
    private int prompt = 3;
    private Ledger ledger;
    private LocalSpool spool;
    private Publish publish;

    public SinkBench(Path data, String sink, Clock clock) {
        this(data, new Task.Publish(List.of(sink)), clock);
    }

    public SinkBench(Path data, Task.Publish publish, Clock clock) {
        this(data, Rig.task("triage", publish), clock);
    }

    SinkBench(Path data, Task config, Clock clock) {
        this.data = data;
        this.config = config;
        this.clock = clock;
        start();
    }

    /** Ends the process without a word and starts another. */
    public void crash() {
        ledger.close();
        start();
    }

    /** Another process, whose task publishes so. */
    void restart(Task.Publish publishing) {
        config = Rig.task("triage", publishing);
        crash();
    }

    private void start() {
        ledger = SqliteLedger.open(EmptyLedger.at(data.resolve("ledger/caravan.db")), clock);
        spool = new LocalSpool(data.resolve("spool"));
        Tasks tasks = new Tasks(Map.of("triage", config));
        Deliveries deliveries = new Deliveries(
                ledger, spool, new PublishSettings(1000, MOST_SENDS, Duration.ofHours(1)), new Replays(data));
        deliveries.start();
        publish = new Publish(
                new Publishing(
                        ledger,
                        tasks,
                        contents(),
                        new RejectsWriter(
                                ledger,
                                spool,
                                member -> answers.get(member.sourceId() + "/" + member.revision())
                                        .get()),
                        1000,
                        new Stuck(clock),
                        new DecisionWindow(clock)),
                deliveries);
    }

    /** What the command does. */
    public void replay(String sink) throws IOException {
        new Replays(data).ask(new Replays.Wish(null, sink));
    }

    /** The same for one publication. */
    public void replay(long publication) throws IOException {
        new Replays(data).ask(new Replays.Wish(publication, null));
    }

    /** What comes from now on is asked with the next version of the prompt. */
    public void newPrompt() {
        prompt++;
    }

    public Publish publish() {
        return publish;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Columns columns() {
        return new Columns(ledger);
    }

    /** JSONL, CSV, and what else is given. */
    public ContentFormats formats(ContentFormat... more) {
        List<ContentFormat> all = new ArrayList<>(List.of(more));
        all.add(new ContentFormats.Jsonl());
        all.add(new ContentFormats.Csv(columns()));
        return new ContentFormats(all);
    }

    public FileSink fileSink(ContentFormats formats) {
        return new FileSink(formats);
    }

    /** What a sink gets where that is not the content as it is. */
    public Path content(long publication, String sink) {
        return data.resolve("spool/publications/" + publication + "/" + sink + "/content.jsonl");
    }

    /** Overwrites the frozen content behind the ledger's back. */
    public Path content(long publication) {
        return data.resolve("spool/publications/" + publication + "/content.jsonl");
    }

    /** Records with these answers by source record ID are completed and frozen as one publication. */
    public void publication(Map<String, String> answersById) {
        publication(answersById.keySet(), answersById::get);
    }

    /** The same; answers are made whenever they are needed, so all of them need not fit into memory. */
    public void publication(Set<String> ids, UnaryOperator<String> answerOf) {
        completed(ids, answerOf);
        if (!publish.open()) {
            throw new AssertionError("nothing was published");
        }
    }

    /** They are completed, and content was written for them by a process that died before it froze it. */
    void halfMade(Map<String, String> answersById) throws IOException {
        completed(answersById.keySet(), answersById::get);
        var made = ledger.publications()
                .open(ledger.recipes().taskId("triage"), 100_000)
                .orElseThrow();
        contents().write(made, "triage", Routing.of(config.publish()), false);
        crash();
    }

    private ContentWriter contents() {
        return new ContentWriter(
                ledger,
                spool,
                KnownAnswers.by(member ->
                        answers.get(member.sourceId() + "/" + member.revision()).get()));
    }

    /** They are answered, and wait for a person with this reason. Returns their drop. */
    long inReview(Map<String, String> answersById, String reason) {
        return answered(answersById.keySet(), answersById::get, id -> new Outcome(RecordState.REVIEW_REQUIRED, reason));
    }

    /** They are answered, each with what becomes of it. Returns their drop. */
    long answered(Map<String, String> answersById, Map<String, Outcome> outcomes) {
        return answered(
                answersById.keySet(),
                answersById::get,
                id -> outcomes.getOrDefault(id, new Outcome(RecordState.COMPLETED, "ok")));
    }

    /** New answers to records with these ids, each with what becomes of it. */
    void answeredAnew(Set<String> ids, UnaryOperator<String> answerOf, Map<String, Outcome> outcomes) {
        answered(ids, answerOf, id -> outcomes.getOrDefault(id, new Outcome(RecordState.COMPLETED, "ok")));
    }

    /** What is queued again is answered. */
    void answerAgain(Map<String, Outcome> outcomes) {
        int task = ledger.recipes().taskId("triage");
        collect(task, recipe(), List.of(), id -> outcomes.getOrDefault(id, new Outcome(RecordState.COMPLETED, "ok")));
    }

    record Outcome(RecordState state, String code) {}

    /** A person decides on the open item of this source record. */
    void decide(String sourceId, Act act, @Nullable String value) {
        OpenItems.OpenItem item = ledger.openItems().list(OpenItems.Query.ALL, OpenItems.Place.START, 1000).stream()
                .filter(one -> one.sourceId().equals(sourceId))
                .findFirst()
                .orElseThrow();
        ledger.decisions()
                .decide(new Decisions.NewDecision(
                        item.recordId(), item.version(), act, "reviewer-1", null, value, null, null, null, false));
    }

    private void completed(Set<String> ids, UnaryOperator<String> answerOf) {
        answered(ids, answerOf, id -> new Outcome(RecordState.COMPLETED, "ok"));
    }

    private long answered(Set<String> ids, UnaryOperator<String> answerOf, Function<String, Outcome> outcomeOf) {
        long drop = read(ids, answerOf);
        collect(ledger.recipes().taskId("triage"), recipe(), List.copyOf(ids), outcomeOf);
        return drop;
    }

    /** Drops whose records share a batch. */
    void drops(List<Map<String, String>> drops, Map<String, Outcome> outcomes) {
        List<String> ids = new ArrayList<>();
        for (Map<String, String> one : drops) {
            read(one.keySet(), one::get);
            ids.addAll(one.keySet());
        }
        Outcome fine = new Outcome(RecordState.COMPLETED, "ok");
        collect(ledger.recipes().taskId("triage"), recipe(), ids, id -> outcomes.getOrDefault(id, fine));
    }

    private int recipe() {
        int task = ledger.recipes().taskId("triage");
        return ledger.recipes()
                .bind(new Recipes.NewRecipe(
                        task,
                        prompt,
                        2,
                        "hash-" + prompt,
                        RecipeModel.of(config.model()).toJson(),
                        RecipeSpec.of(config).toJson()));
    }

    private long read(Set<String> ids, UnaryOperator<String> answerOf) {
        int task = ledger.recipes().taskId("triage");
        int recipe = recipe();
        ids.forEach(id -> answers.put(id + "/" + revisions.merge(id, 1, Integer::sum), () -> answerOf.apply(id)));
        long drop = ledger.drops().arriving(new Drops.NewDrop(task, "inbox", "file:///in/tickets.csv", null));
        ledger.drops().received(drop, "drops/" + drop + "/source.csv", 100);
        Drops.Claim read = ledger.drops().claimForRead().orElseThrow();
        List<Drops.Row> rows = new ArrayList<>();
        ids.forEach(id -> rows.add(new Drops.Row(id, answerOf.apply(id).hashCode(), rows.size() + 1)));
        ledger.drops()
                .append(
                        read,
                        new Drops.ReadPart(
                                recipe,
                                List.of(new Drops.Frame("drops/" + drop + "/segment", 0, rows)),
                                List.of(),
                                rows.size(),
                                rows.size()));
        ledger.drops().seal(read);
        write("drops/" + drop + "/segment", ids);
        return drop;
    }

    /** Inputs: the id, and a channel that is the number of its letters. */
    private void write(String segment, Set<String> ids) {
        try (SegmentWriter writer = new SegmentWriter(spool, segment)) {
            for (String id : ids) {
                byte[] line =
                        ("{\"id\":\"" + id + "\",\"channel\":" + id.length() + "}").getBytes(StandardCharsets.UTF_8);
                writer.add(line, 0, line.length);
            }
            writer.endFrame();
            writer.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void collect(int task, int recipe, List<String> ids, Function<String, Outcome> outcomeOf) {
        long batch = ledger.assembly().open(new Assembly.NewBatch(task, recipe, "sim"));
        Members.Builder members = new Members.Builder();
        List<Collection.Outcome> outcomes = new ArrayList<>();
        for (Assembly.Candidate one : ledger.assembly().candidates(task, 0, 100_000)) {
            Outcome outcome =
                    outcomeOf.apply(ids.isEmpty() ? "" : ids.get(members.build().size()));
            members.add(one.recordId(), one.attempt());
            outcomes.add(new Collection.Outcome(
                    one.recordId(),
                    one.attempt(),
                    outcome.state(),
                    outcome.code(),
                    "",
                    null,
                    false,
                    0,
                    new Collection.ResultAt(0, 0),
                    new Collection.Usage(120, 20, 30, 10, 45)));
        }
        ledger.assembly()
                .assembled(
                        batch,
                        new Assembly.Cut(
                                members.build(),
                                "batches/" + batch + "/requests.jsonl",
                                10,
                                "s",
                                new Assembly.Load("m", 1, 7)));
        Batches.Claim submit = ledger.batches().claimForSubmit().orElseThrow();
        Batches.Try attempt = ledger.batches().openTry(submit);
        ledger.batches().uploaded(submit, attempt, "file-" + batch, null);
        ledger.batches().creating(submit, attempt);
        ledger.batches().accepted(submit, attempt.no(), "job-" + batch, Duration.ZERO);
        ledger.batches()
                .ended(ledger.batches().claimForPoll(1).get(0), new Batches.Progress("completed", 0, 0, 0, null), "{}");
        Batches.Claim collect = ledger.batches().claimForCollect().orElseThrow();
        ledger.collection()
                .accepted(
                        collect,
                        new Collection.ResultFile("results", "batches/" + batch + "/results.jsonl", 10, "sha", 1));
        ledger.collection().apply(collect, outcomes);
        ledger.collection().collected(collect);
    }

    /** States of all records, without the empty ones. */
    public Map<RecordState, Long> states() {
        Map<RecordState, Long> states = new TreeMap<>(ledger.counts().total().states());
        states.values().removeIf(n -> n == 0);
        return states;
    }

    public Optional<DeliveryInHand> claim() {
        return Optional.ofNullable(publish.claim());
    }

    @Override
    public void close() {
        ledger.close();
    }
}
