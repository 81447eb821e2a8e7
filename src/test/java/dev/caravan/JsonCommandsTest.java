package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.batch.ReviewRig;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.Decisions.NewDecision;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.ledger.Overview;
import dev.caravan.ledger.Publications.Content;
import dev.caravan.ledger.RealTimeCosts;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.task.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say to programs and, of {@code status}, to people, beside a process that has the ledger open. */
class JsonCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
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

    private interface Command {
        int run(String[] options, PrintStream out, PrintStream err);
    }

    /** Its exit code; what it said is in {@link #said} and {@link #problem}. */
    private int run(Command command, String... options) {
        out.reset();
        err.reset();
        String[] all = Stream.concat(
                        Stream.of(options), Stream.of("--caravan.data=" + data, "--caravan.config=" + config))
                .toArray(String[]::new);
        return command.run(
                all,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private List<JsonNode> said() throws IOException {
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        return JSON.readerFor(JsonNode.class)
                .<JsonNode>readValues(out.toString(StandardCharsets.UTF_8))
                .readAll();
    }

    private JsonNode document() throws IOException {
        assertThat(said()).hasSize(1);
        return said().get(0);
    }

    private JsonNode problem() throws IOException {
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        JsonNode problem = JSON.readTree(err.toString(StandardCharsets.UTF_8));
        assertThat(problem.path("type").asText()).startsWith("/docs/cli.md#");
        return problem;
    }

    private static Command status(Instant now) {
        return (options, out, err) ->
                new Status(Voice.of("status", options, out, err), Clock.fixed(now, ZoneOffset.UTC)).run(options);
    }

    private static final Command CANCEL =
            (options, out, err) -> new Asking(Kind.CANCEL, Duration.ZERO, out, err).run(options);
    private static final Command KEY = (options, out, err) -> new ApiKey(out, err).run(options);

    private void configure() throws IOException {
        for (String file : new String[] {"application.yaml", "models.yaml", "buckets.yaml"}) {
            Files.copy(Path.of("config", file), config.resolve(file));
        }
        Files.writeString(config.resolve("providers.yaml"), Files.readString(Path.of("config/providers.yaml")) + SIM);
    }

    @Test
    void statusTellsWhatMovesWhatWaitsAndWhatStandsStill() throws IOException {
        try (var rig = new ReviewRig(data, new Task.Review("mood == \"bad\"", 0, 3))) {
            rig.answered(3, i -> "{\"id\":\"r" + i + "\",\"mood\":\"" + (i == 1 ? "bad" : "good") + "\"}");
            var publications = rig.ledger().publications();
            var made = publications
                    .open(rig.ledger().recipes().taskId("moods"), 10)
                    .orElseThrow();
            publications.sealed(
                    made.id(), new Content("publications/1/content.jsonl", 1, "sha", 2), List.of("moods-http"));
            publications.givenUp(publications.claimDelivery().orElseThrow(), "410 Gone", null);
            rig.drops(1, 2);
            rig.assembled();
            rig.ledger().nodes().named("north", "1.2");
            rig.ledger().realTimeCosts().reserve(new RealTimeCosts.Plan(1, "sim", "fast", 5));

            assertThat(run(status(rig.now()), "--json")).isZero();
            JsonNode now = document();
            assertThat(now.at("/nodes/0/number").asInt()).isEqualTo(1);
            assertThat(now.at("/nodes/0/name").asText()).isEqualTo("north");
            assertThat(now.at("/nodes/0/holds").toString()).isEqualTo("{\"batches\":1,\"calls\":1}");
            assertThat(now.at("/nodes/0/duties").toString()).isEqualTo("[\"assemble 1\"]");
            assertThat(now.path("drops").toString())
                    .matches(
                            "\\[\\{\"id\":2,\"task\":\"moods\",\"uri\":\"[^\"]+\",\"state\":\"sealed\",\"cancelled\":false,"
                                    + "\"held\":false,\"read\":2,\"refused\":0,\"states\":\\{\"submitted\":2}}]");
            assertThat(now.path("batch_states").toString()).isEqualTo("{\"assembled\":1}");
            assertThat(now.at("/batches/0/records").asInt()).isEqualTo(2);
            assertThat(now.path("reviews").findValuesAsText("task")).containsExactly("moods");
            assertThat(now.path("stuck").findValuesAsText("why"))
                    .containsExactly("given up, the first is publication 1 (410 Gone). When the sink works: replay"
                            + " --sink=moods-http");
            assertThat(now.path("cost_today_usd").isNumber()).isTrue();

            assertThat(run(status(rig.now()), "--batch=2", "--json")).isZero();
            assertThat(document().path("about").asText()).isEqualTo("batch 2");
            assertThat(document().path("waits").findValuesAsText("why")).contains("turn");
            assertThat(run(status(rig.now()), "--batch=2")).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .startsWith("status: batch 2 of moods (assembled): is not further, because\n  ")
                    .contains("\n  turn: it is sent as soon as a node comes to it\n");
            assertThat(run(status(rig.now()), "--drop=77")).isEqualTo(1);
            assertThat(run(status(rig.now()), "--drop=x")).isEqualTo(CaravanApplication.WRONG_USE);

            assertThat(run(status(rig.now()))).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains(
                            "Nodes:\n  node 1 (north): since 2 min, heard of 2 min ago, has 1 batches, 1 calls, assemble 1\n",
                            "Drops under way:\n  drop 2 of moods (sealed): read 2, queued 0, submitted 2\n",
                            "Open batches {assembled=1}:\n  batch 2 of moods (assembled): 2 records, made 0 s ago\n",
                            "Waiting for a person:\n  moods, review.when: 1\n",
                            "Standing still:\n  sink moods-http: given up, the first is publication 1 (410 Gone).",
                            "\n  (docs/troubleshooting.md has each code, and what to do)\n",
                            "Cost of today (UTC): $");
        }
        assertThat(run(status(Instant.EPOCH), "--json"))
                .as("also when no Caravan runs")
                .isZero();
        assertThat(document().path("drops").size()).isEqualTo(1);
        assertThat(document().path("nodes").size()).isZero();
    }

    @Test
    void aBatchIsExpectedWhenTheLastOnesWouldHaveBeenHome() throws IOException {
        try (var rig = new ReviewRig(data, new Task.Review(null, 0, 3))) {
            rig.answered(1, i -> "{\"id\":\"r" + i + "\",\"mood\":\"good\"}");
        }
        try (LedgerReader ledger = LedgerReader.open(data)) {
            var home = ledger.lists().batch(1).orElseThrow();
            Duration took =
                    Duration.between(home.times().submitted(), home.times().collected());
            assertThat(took).isPositive();
            assertThat(ledger.overview().usual(home.credential(), home.model())).contains(new Overview.Usual(took, 1));
            assertThat(ledger.overview().usual(home.credential(), "another")).isEmpty();
        }
    }

    @Test
    void commandsAnswerInOneDocument() throws IOException {
        configure();
        try (var rig = new ReviewRig(data, new Task.Review("mood == \"bad\"", 0, 3))) {
            rig.answered(1, i -> "{\"id\":\"r" + i + "\",\"mood\":\"bad\"}");
            rig.ledger()
                    .decisions()
                    .decide(new NewDecision(
                            1,
                            1,
                            Act.EDIT,
                            "reviewer-1",
                            "a joke",
                            "{\"id\":\"r1\",\"mood\":\"good\"}",
                            null,
                            null,
                            null,
                            false));

            assertThat(run(CANCEL, "--drop=1", "--json")).isZero();
            assertThat(document().path("state").asText() + " "
                            + document().path("about").asText())
                    .isEqualTo("waiting drop 1");

            assertThat(run(Why::run, "--task=moods", "--source-id=r1", "--json"))
                    .isZero();
            assertThat(document().at("/revisions/0/value/mood").asText()).isEqualTo("good");

            assertThat(run(Export::run, "--task=moods", "--json")).isZero();
            assertThat(document().at("/expected/mood").asText()).isEqualTo("good");
            Path to = data.resolve("examples.jsonl");
            assertThat(run(Export::run, "--task=moods", "--to=" + to, "--json")).isZero();
            assertThat(document().path("examples").asInt()).isEqualTo(1);

            assertThat(run(KEY, "--name=nightly", "--roles=read", "--json")).isZero();
            String id = document().path("id").asText();
            assertThat(document().path("key").asText()).startsWith("ck_" + id + "_");
            assertThat(run(KEY, "--list", "--json")).isZero();
            assertThat(document().path("id").asText()).isEqualTo(id);
            assertThat(document().has("key")).isFalse();
            assertThat(run(KEY, "--revoke=" + id, "--json")).isZero();
            assertThat(document().path("state").asText()).isEqualTo("revoked");

            assertThat(run(Replay::run, "--publication=1", "--json")).isZero();
            assertThat(document().path("state").asText()).isEqualTo("asked");
        }
    }

    @Test
    void whatIsNotDoneIsAProblemOnStandardError() throws IOException {
        try (var rig = new ReviewRig(data, new Task.Review(null, 0, 3))) {
            assertThat(run(CANCEL, "--json")).isEqualTo(2);
            assertThat(problem().path("exit").asInt()).isEqualTo(2);
            assertThat(run(CANCEL, "--drop=9", "--json")).isEqualTo(1);
            assertThat(problem())
                    .isEqualTo(JSON.readTree(
                            Doc.shown("json problem of a command").replace("/srv/caravan", data.toString())));
            assertThat(run(
                            (options, said, wrong) -> new Rerun(Duration.ZERO, said, wrong).run(options),
                            "--stat=x",
                            "--json"))
                    .isEqualTo(2);
            assertThat(problem().path("detail").asText()).contains("--stat is no option");
            assertThat(run(Export::run, "--task=mods", "--json")).isEqualTo(1);
            assertThat(problem().path("instance").asText()).isEqualTo("export");
            assertThat(rig.ledger().counts().settled()).isTrue();
        }
        Path empty = Files.createDirectories(data.resolve("empty"));
        assertThat(run(status(Instant.EPOCH), "--json", "--caravan.data=" + empty))
                .isEqualTo(1);
        assertThat(problem().path("detail").asText()).contains("There is no ledger in");
    }

    @Test
    void aCheckNamesItsProblemsByFileAndLine() throws IOException {
        configure();
        Files.writeString(config.resolve("users.yaml"), "users:\n  reviewer-1: {password: x, roles: [king]}\n");
        assertThat(run((options, said, wrong) -> Check.run(options, said), "--json"))
                .isEqualTo(1);
        JsonNode checked = document();
        assertThat(checked.path("ok").asBoolean()).isFalse();
        assertThat(checked.path("problems").findValuesAsText("message")).contains("Unknown role \"king\"");
        assertThat(checked.at("/problems/0/line").isNumber()).isTrue();
    }
}
