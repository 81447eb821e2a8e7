package dev.caravan.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Members;
import dev.caravan.ledger.Publications;
import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import dev.caravan.restore.BatchPaper;
import dev.caravan.restore.DropPaper;
import dev.caravan.restore.MemberLines;
import dev.caravan.spool.SegmentWriter;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A real ledger and a real spool, and drops that go through both with all their bytes. */
public final class Yard implements AutoCloseable {
    static final String MODEL =
            "{\"endpoint\":\"/v1/chat/completions\",\"model\":\"m\",\"parameters\":{},\"provider\":\"simulator\"}";

    final Path data;
    public final Spool spool;
    final Hands clock = new Hands();
    public final Ledger ledger;
    public final int task;
    public int recipe;

    @Nullable
    String tag;

    private final Map<Long, String> sources = new TreeMap<>();

    static final class Hands extends Clock {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");

        @Override
        public ZoneId getZone() {
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
    }

    public Yard(Path data, Spool spool) {
        this.data = data;
        this.spool = spool;
        this.ledger = SqliteLedger.open(EmptyLedger.at(data.resolve("ledger").resolve("caravan.db")), clock);
        this.task = ledger.recipes().taskId("triage");
        prompt(1);
    }

    /** From now on records ask for this version of the prompt. */
    public void prompt(int version) {
        recipe = ledger.recipes().bind(new Recipes.NewRecipe(task, version, 1, "hash" + version, MODEL, "{}"));
    }

    public static Tasks tasks(Task.Retention retention) {
        Provider provider = new Provider(
                "simulator", "openai", "http://localhost", new Limits(10, 1000, 100), Map.of(), "2026-01-01");
        BatchModel model = new BatchModel(
                "fast",
                new Credential("c", provider, "http://localhost", new Secret("s")),
                "m",
                "/v1/chat/completions",
                Ability.CHAT,
                null,
                Map.of());
        return new Tasks(Map.of(
                "triage",
                new Task(
                        "triage",
                        1,
                        model,
                        null,
                        new Task.Input("id", Set.of("id"), 100, null, null, false),
                        new Task.Prompt("", "{{id}}"),
                        new Task.Output("{}", 1, Map.of(), true, 100, false),
                        new Task.Retry(3, Duration.ofSeconds(1), Duration.ofMinutes(1)),
                        new Task.Review(null, 0, 3),
                        new Task.Publish(List.of("files")),
                        Duration.ZERO,
                        null,
                        null,
                        retention,
                        "default",
                        null)));
    }

    public void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    /** A sealed drop of these source ids with a refused row behind them; each segment line holds the id and this text. */
    public long drop(String text, String... ids) throws IOException {
        long drop = ledger.drops().arriving(new Drops.NewDrop(task, "inbox", "file:///in.csv", tag));
        new DropPaper(drop, "triage", "inbox", "file:///in.csv", tag).write(spool);
        String path = "drops/" + drop + "/in.csv";
        put(path, "id,text\n" + String.join("," + text + "\n", ids) + "," + text + "\n");
        ledger.drops().received(drop, path, spool.size(path));
        Drops.Claim claim = ledger.drops().claimForRead().orElseThrow();
        String segment = "drops/" + drop + "/segment-" + claim.fence() + ".jsonl.zst";
        List<Drops.Row> rows = new ArrayList<>();
        List<Drops.Frame> frames = new ArrayList<>();
        try (var out = new SegmentWriter(spool, segment)) {
            for (String id : ids) {
                byte[] line = input(id, text).getBytes(StandardCharsets.UTF_8);
                out.add(line, 0, line.length);
                rows.add(new Drops.Row(id, hash(input(id, text)), rows.size() + 2L));
                if (rows.size() == 2) {
                    frames.add(new Drops.Frame(segment, out.endFrame(), List.copyOf(rows)));
                }
            }
            if (rows.size() > 2) {
                frames.add(new Drops.Frame(segment, out.endFrame(), rows.subList(2, rows.size())));
            } else if (rows.size() == 1) {
                frames.add(new Drops.Frame(segment, out.endFrame(), rows));
            }
            out.commit();
        }
        var refused = List.of(new Drops.Refusal(ids.length + 2L, "missing_field", "the field \"text\" is empty"));
        long upTo = ids.length + 1L;
        ledger.drops().append(claim, new Drops.ReadPart(recipe, frames, refused, upTo, 7));
        ledger.drops().seal(claim);
        ledger.assembly()
                .candidates(task, 0, 1000)
                .forEach(one -> sources.putIfAbsent(
                        one.recordId(), one.dropId() == drop ? ids[(int) (one.recordId() - first(drop))] : "?"));
        return drop;
    }

    /** Reads a drop whose file was made again from its segments; false if none waits. */
    public boolean readRebuilt() {
        return ledger.drops().claimForRead().map(this::rebuilt).isPresent();
    }

    private Drops.Claim rebuilt(Drops.Claim claim) {
        String segment = "drops/" + claim.dropId() + "/segment-" + claim.fence() + ".jsonl.zst";
        try (var out = new SegmentWriter(spool, segment)) {
            assertThat(claim.spoolPath()).isEqualTo("drops/" + claim.dropId() + "/rebuilt.jsonl");
            List<Drops.Row> rows = new ArrayList<>();
            for (String line : read(claim.spoolPath()).lines().toList()) {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                out.add(bytes, 0, bytes.length);
                String id = new ObjectMapper().readTree(line).get("id").asText();
                rows.add(new Drops.Row(id, hash(line), rows.size() + 1L));
            }
            var frame = new Drops.Frame(segment, out.endFrame(), rows);
            out.commit();
            ledger.drops().append(claim, new Drops.ReadPart(recipe, List.of(frame), List.of(), rows.size(), 7));
            ledger.drops().seal(claim);
            return claim;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long first(long drop) {
        return ledger.proofs().rows(drop, 0, 1).get(0).recordId();
    }

    static String input(String id, String text) {
        return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
    }

    private static long hash(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return Hashing.xxh3_64().hashBytesToLong(bytes, 0, bytes.length);
    }

    static String answer(String id) {
        return "{\"custom\":\"" + id + "\",\"answer\":\"about " + id + "\"}";
    }

    void put(String path, String text) throws IOException {
        try (SpoolWriter out = spool.create(path)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.commit();
        }
    }

    String read(String path) throws IOException {
        try (var in = spool.open(path, 0)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A batch of all that is queued, submitted. */
    public long submit() throws IOException {
        var members = new Members.Builder();
        var requests = new StringBuilder();
        var papers = new ByteArrayOutputStream();
        var lines = new MemberLines(papers);
        for (Assembly.Candidate one : ledger.assembly().candidates(task, 0, 1000)) {
            members.add(one.recordId(), one.attempt());
            lines.add(one.identity());
            requests.append("{\"ask\":\"").append(sources.get(one.recordId())).append("\"}\n");
        }
        long batch = ledger.assembly().open(new Assembly.NewBatch(task, recipe, "sim"));
        String path = "batches/" + batch + "/requests.jsonl";
        put(path, requests.toString());
        var paper = new BatchPaper(
                ledger.instance(),
                batch,
                "triage",
                "sim",
                path,
                requests.length(),
                "sha",
                members.build().size(),
                BatchPaper.Recipe.of(ledger.recipes().recipe(recipe)));
        put(BatchPaper.path(batch), new ObjectMapper().writeValueAsString(paper));
        lines.flush();
        put(BatchPaper.membersPath(batch), papers.toString(StandardCharsets.UTF_8));
        ledger.assembly()
                .assembled(
                        batch,
                        new Assembly.Cut(
                                members.build(), path, requests.length(), "sha", new Assembly.Load("m", 1, 0)));
        Batches.Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        Batches.Try attempt = ledger.batches().openTry(claim);
        ledger.batches().uploaded(claim, attempt, "file", null);
        ledger.batches().creating(claim, attempt);
        ledger.batches().accepted(claim, attempt.no(), "job-" + batch, Duration.ZERO);
        String token = "{\"no\":1,\"token\":\"" + attempt.token() + "\",\"revocable\":true,\"providerId\":";
        put("batches/" + batch + "/try-1.json", token + "null}");
        put("batches/" + batch + "/accepted-1.json", token + "\"job-" + batch + "\"}");
        return batch;
    }

    /** The oldest submitted batch comes home, its lines in reverse order; records named in {@code states} end so. */
    public void collect(Map<String, RecordState> states) throws IOException {
        ledger.batches()
                .ended(ledger.batches().claimForPoll(1).get(0), new Batches.Progress("completed", 0, 0, 0, null), "{}");
        Batches.Claim claim = ledger.batches().claimForCollect().orElseThrow();
        var text = new StringBuilder();
        List<Outcome> outcomes = new ArrayList<>();
        for (Members.Run run : claim.batch().members().runs()) {
            for (long id = run.firstId(); id < run.endId(); id++) {
                String source = String.valueOf(sources.get(id));
                RecordState state = states.getOrDefault(source, RecordState.COMPLETED);
                outcomes.add(new Outcome(
                        id,
                        run.attempt(),
                        state,
                        state == RecordState.COMPLETED ? "ok" : "bad",
                        state == RecordState.COMPLETED ? "" : "no good: " + source,
                        null,
                        false,
                        0,
                        new Collection.ResultAt(0, text.length()),
                        new Collection.Usage(10, 1, 20, 2, 5)));
                text.append(answer(source)).append('\n');
            }
        }
        String path = "batches/" + claim.batch().id() + "/results-" + claim.fence() + ".jsonl";
        String sha256;
        try (SpoolWriter out = spool.create(path)) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            out.commit();
            sha256 = out.sha256();
        }
        ledger.collection().accepted(claim, new Collection.ResultFile("results", path, text.length(), sha256, 1));
        ledger.collection().apply(claim, outcomes);
        ledger.collection().collected(claim);
    }

    /** Publishes all that is completed to one sink that takes it, and the first three of it to another. */
    public void publish() throws IOException {
        Publications.Publication made = ledger.publications().open(task, 1000).orElseThrow();
        var content = new StringBuilder();
        var first = new StringBuilder();
        var three = new Members.Builder();
        for (Publications.Member member : ledger.publications().members(made.id(), 0, 1000)) {
            String line = "{\"source_id\":\"" + member.sourceId() + "\"}\n";
            content.append(line);
            if (three.build().size() < 3) {
                three.add(member.recordId(), member.attempt());
                first.append(line);
            }
        }
        String path = "publications/" + made.id() + "/content.jsonl";
        put(path, content.toString());
        String share = "publications/" + made.id() + "/first/content.jsonl";
        put(share, first.toString());
        ledger.publications()
                .sealed(
                        made.id(),
                        new Publications.Content(path, content.length(), "sha", made.records()),
                        List.of("files", "first"),
                        List.of(new Publications.Share(
                                "first",
                                three.build(),
                                new Publications.Content(
                                        share,
                                        first.length(),
                                        "sha",
                                        three.build().size()),
                                "")));
        ledger.publications().delivered(ledger.publications().claimDelivery().orElseThrow());
        ledger.publications().delivered(ledger.publications().claimDelivery().orElseThrow());
    }

    /** Everything that is queued is answered and published. */
    public void finish() throws IOException {
        submit();
        collect(Map.of());
        publish();
    }

    public DropCounts counts(long drop) {
        return ledger.drops().find(drop).orElseThrow().counts();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
