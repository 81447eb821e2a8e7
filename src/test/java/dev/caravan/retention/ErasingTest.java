package dev.caravan.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Collection;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Erasures;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Proofs;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Twins;
import dev.caravan.spool.Editions;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.SegmentReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 46: erasure of one source record on request, of all its bytes and of no others. */
class ErasingTest {
    @TempDir
    Path data;

    private Yard yard;
    private Erasing erasing;

    @BeforeEach
    void open() {
        yard = new Yard(data, new LocalSpool(data.resolve("spool")));
        erasing = erasing();
    }

    private Erasing erasing() {
        return new Erasing(yard.ledger, yard.spool, new EraseRequests(data));
    }

    @AfterEach
    void close() {
        assertThat(yard.ledger.counts().recount()).isEmpty();
        assertThat(yard.ledger.counts().total().conserved()).isTrue();
        yard.close();
    }

    private void ask(String sourceId) throws IOException {
        new EraseRequests(data).ask("triage", sourceId, "dpo", yard.clock.instant());
        erasing.once();
    }

    /** Files of the spool that hold this text, segments decompressed. */
    private List<String> holding(String text) throws IOException {
        try (Stream<String> all = yard.spool.list("")) {
            return all.filter(path -> holds(path, text)).sorted().toList();
        }
    }

    private boolean holds(String path, String text) {
        try {
            if (!path.endsWith(".zst")) {
                return yard.read(path).contains(text);
            }
            // Every frame that begins anywhere, named by a chunk or not.
            byte[] bytes = yard.spool.open(path, 0).readAllBytes();
            for (int at = 0; at < bytes.length; at++) {
                var plain = new ByteArrayOutputStream();
                try (var zstd = new com.github.luben.zstd.ZstdInputStreamNoFinalizer(yard.spool.open(path, at))) {
                    zstd.transferTo(plain);
                } catch (IOException noFrame) {
                    // What was read before counts.
                }
                if (plain.toString(StandardCharsets.UTF_8).contains(text)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Events.Event> events() {
        return yard.ledger.events().of("task triage", 10);
    }

    @Test
    void leavesNoByteOfTheRecordAndEveryByteOfTheOthers() throws IOException {
        yard.drop("hello", "a@x", "b@x", "c@x", "d@x", "e@x");
        yard.finish();
        assertThat(holding("b@x")).hasSize(7);
        ask("b@x");
        assertThat(holding("b@x")).isEmpty();
        assertThat(holding("hello"))
                .as("the file as it arrived goes whole")
                .containsExactly("drops/1/segment-1-e1.jsonl.zst");
        assertThat(yard.read("batches/1/requests-e1.jsonl"))
                .isEqualTo(
                        "{\"ask\":\"a@x\"}\n{}           \n{\"ask\":\"c@x\"}\n{\"ask\":\"d@x\"}\n{\"ask\":\"e@x\"}\n");
        assertThat(yard.read("publications/1/content-e1.jsonl").lines()).hasSize(5);
        assertThat(yard.read("batches/1/members-e1.jsonl").lines().toList())
                .hasSize(5)
                .satisfies(lines -> assertThat(lines.get(1)).matches("\\{} +"))
                .satisfies(lines -> assertThat(lines.get(2)).contains("\"c@x\""));

        List<Proofs.Row> rows = yard.ledger.proofs().rows(1, 0, 10);
        assertThat(rows.get(1).sourceId()).matches("erased:[0-9a-f]{64}");
        assertThat(rows.get(1).content()).isZero();
        assertThat(rows.get(1).state()).isEqualTo(RecordState.PUBLISHED);
        var reader = new SegmentReader(yard.spool);
        var answers = yard.ledger.proofs().results(1).get(0);
        for (Proofs.Row row : List.of(rows.get(0), rows.get(2), rows.get(3), rows.get(4))) {
            var at = yard.ledger.assembly().inputsOf(List.of(row.recordId())).get(row.recordId());
            assertThat(new String(reader.line(at.segment(), at.offset(), at.index()), StandardCharsets.UTF_8))
                    .isEqualTo(Yard.input(row.sourceId(), "hello"));
            assertThat(yard.read(answers.path()).substring((int) row.result().offset()))
                    .startsWith(Yard.answer(row.sourceId()) + "\n");
        }
        assertThat(Hashes.of(yard.spool.open(answers.path(), 0)).sha256()).isEqualTo(answers.sha256());
        assertThat(events())
                .extracting(Events.Event::kind, Events.Event::actor)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(EventKind.ERASED, "dpo"));
        assertThat(events().get(0).body()).doesNotContain("@x");
    }

    @Test
    void itsLineInABodyThatCameOverHttpGoesToo() throws IOException {
        String batch = "batch_" + "a".repeat(26);
        String folder = "submissions/" + batch + "/";
        String body = "{\"body\":{\"model\":\"extract\",\"text\":\"T\"},\"custom_id\":\"%s\"}\n";
        String output =
                "{\"custom_id\":\"%s\",\"response\":null,\"error\":{\"code\":\"held\",\"message\":\"There is no answer\"}}\n";
        yard.drop("hello", batch + ":b@x", batch + ":c@x");
        yard.put(folder + "body.jsonl", body.formatted("c@x") + body.formatted("b@x"));
        yard.put(folder + "output-2.jsonl", output.formatted("b@x") + output.formatted("c@x"));
        yard.put(folder + "errors-2.jsonl", output.formatted("b@x"));
        yard.put(folder + "submission.json", "{\"order\":{\"inputFile\":\"file-a\"}}");
        // A carriage return between tokens ends no line.
        yard.put(
                "files/file-a/content.jsonl", "\n" + body.formatted("c@x").replace(",", ",\r") + body.formatted("b@x"));
        yard.finish();
        ask(batch + ":b@x");

        assertThat(holding("b@x")).isEmpty();
        assertThat(yard.read(folder + "errors-2-e1.jsonl").strip())
                .isEqualTo("{\"custom_id\":null,\"response\":null,\"error\":{\"code\":\"erased\"}}");
        assertThat(yard.read("files/file-a/content-e1.jsonl"))
                .startsWith("\n" + body.formatted("c@x").replace(",", ",\r") + "{\"custom_id\":null} ");
        assertThat(yard.read(folder + "body-e1.jsonl").lines().map(String::strip))
                .containsExactly(body.formatted("c@x").strip(), "{\"body\":{\"model\":\"extract\"}}");
        assertThat(yard.read(folder + "output-2-e1.jsonl").lines().map(String::strip))
                .containsExactly(
                        "{\"custom_id\":null,\"response\":null,\"error\":{\"code\":\"erased\"}}",
                        output.formatted("c@x").strip());
    }

    @Test
    void leavesNoByteOfItInTheWholeDataFolder() throws IOException {
        String id = "somebody@example.org";
        yard.drop("secret of " + id, id);
        yard.drop("hello", id + "!", "b");
        yard.submit();
        yard.collect(Map.of(id, RecordState.REVIEW_REQUIRED));
        yard.publish();
        var manifests = new Manifests(yard.ledger, yard.spool, data.resolve("manifests"), yard.clock, Duration.ZERO);
        manifests.once();
        ask(id);
        manifests.once();
        ask(id + "!");
        manifests.once();
        assertThat(holding(id)).isEmpty();
        yard.close();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(id, "about somebody");
            }
        }
        assertThat(new String(Files.readAllBytes(data.resolve("ledger/caravan.db")), StandardCharsets.ISO_8859_1))
                .contains("erased:");
        yard = new Yard(data, yard.spool);
    }

    @Test
    void whatATwinBringsHomeLaterIsErasedToo() throws IOException {
        yard.drop("hello", "a", "b");
        yard.finish();
        ask("a");
        Twins twins = yard.ledger.twins();
        assertThat(twins.attach("sim", new Twins.Found(1, 1, "job-late"))).isEqualTo(Twins.Attached.TWIN);
        twins.ended(twins.claim().orElseThrow(), "{}");
        Twins.Claim ended = twins.claim().orElseThrow();
        String path = "batches/1/results-twin-2-1.jsonl";
        String lines = Yard.answer("a") + "\n" + Yard.answer("b") + "\n";
        yard.put(path, lines);
        twins.accepted(ended, new Collection.ResultFile("results", path, lines.length(), "sha", 2));
        twins.home(ended);
        Twins.Claim home = twins.claim().orElseThrow();
        twins.apply(
                home,
                List.of(new Outcome(
                        1,
                        1,
                        RecordState.COMPLETED,
                        "ok",
                        "",
                        null,
                        false,
                        0,
                        new Collection.ResultAt(1, 0),
                        new Collection.Usage(10, 1, 20, 2, 5))));
        erasing.once();
        assertThat(holding("about a")).as("not while it is counted").isNotEmpty();
        twins.collected(home);
        erasing.once();
        assertThat(holding("about a")).isEmpty();
        assertThat(holding("about b")).contains("batches/1/results-twin-2-1-e1.jsonl");
    }

    @Test
    void alsoWhereItCameAgainUnchangedAndWhereACrashLeftIt() throws IOException {
        var manifests = new Manifests(yard.ledger, yard.spool, data.resolve("manifests"), yard.clock, Duration.ZERO);
        yard.drop("hello", "a", "b");
        yard.finish();
        long again = yard.drop("hello", "z", "x", "a");
        assertThat(yard.counts(again).unchanged()).isEqualTo(1);
        yard.finish();
        manifests.once();
        yard.put("batches/1/results-1.jsonl", Yard.answer("a") + "\n");
        yard.put("drops/1/segment-9.jsonl.zst", "\"a\"");
        ask("a");
        assertThat(holding("\"a\"")).isEmpty();
        assertThat(holding("a,hello")).as("the files in which it arrived").isEmpty();
        for (Proofs.Row row : yard.ledger.proofs().rows(again, 0, 9)) {
            var at = yard.ledger.assembly().inputsOf(List.of(row.recordId())).get(row.recordId());
            assertThat(new String(
                            new SegmentReader(yard.spool).line(at.segment(), at.offset(), at.index()),
                            StandardCharsets.UTF_8))
                    .isEqualTo(Yard.input(row.sourceId(), "hello"));
        }
        assertThat(manifests.once()).isEqualTo(2);
        for (long drop : List.of(1L, again)) {
            byte[] manifest = yard.read("drops/" + drop + "/manifest-2.json").getBytes(StandardCharsets.UTF_8);
            assertThat(new ManifestCheck(
                                    yard.ledger.proofs(),
                                    yard.spool,
                                    yard.ledger.instance().substring(0, 6))
                            .check(manifest)
                            .problems())
                    .isEmpty();
        }
    }

    @Test
    void whatComesAgainIsANewRecord() throws IOException {
        yard.drop("hello", "a");
        yard.finish();
        ask("a");
        long again = yard.drop("hello", "a");
        assertThat(yard.counts(again).in(RecordState.QUEUED)).isEqualTo(1);
        yard.pass(Duration.ofDays(1));
        yard.finish();
        ask("a");
        assertThat(holding("about a")).isEmpty();
        assertThat(yard.ledger.proofs().rows(1, 0, 9).get(0).sourceId())
                .isEqualTo(yard.ledger.proofs().rows(again, 0, 9).get(0).sourceId());
    }

    @Test
    void takesEveryRevisionAndEveryAttempt() throws IOException {
        yard.drop("hello", "a", "b");
        yard.submit();
        yard.collect(Map.of("a", RecordState.INVALID_OUTPUT));
        yard.publish();
        yard.prompt(2);
        yard.ledger.todo().releaseInvalid(yard.task, yard.recipe, 10);
        yard.finish();
        yard.drop("newer", "a");
        yard.finish();
        assertThat(yard.ledger.erasures().seen("triage", "a"))
                .extracting(Erasures.Seen::state, Erasures.Seen::sinks)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(RecordState.SUPERSEDED, List.of("files", "first")),
                        org.assertj.core.groups.Tuple.tuple(RecordState.PUBLISHED, List.of("files", "first")));
        ask("a");
        assertThat(holding("\"a\"")).isEmpty();
        assertThat(holding("about a")).isEmpty();
        assertThat(holding("about b")).containsExactly("batches/1/results-3-e1.jsonl");
    }

    @Test
    void whatIsAtTheProviderIsPaidNotPublishedAndErasedWhenHome() throws IOException {
        long drop = yard.drop("hello", "a", "b");
        yard.submit();
        ask("a");
        assertThat(holding("\"a\"")).isNotEmpty();
        assertThat(events()).isEmpty();
        yard.collect(Map.of());
        yard.publish();
        erasing.once();
        assertThat(holding("\"a\"")).isEmpty();
        assertThat(yard.counts(drop).in(RecordState.PUBLISHED)).isEqualTo(1);
        assertThat(yard.counts(drop).in(RecordState.SUPERSEDED)).isEqualTo(1);
        assertThat(events()).hasSize(1);
    }

    @Test
    void whatWaitsForABatchOrAPersonIsNeverSent() throws IOException {
        long drop = yard.drop("hello", "a", "b");
        ask("a");
        assertThat(holding("hello")).isNotEmpty();
        assertThat(yard.ledger.assembly().candidates(yard.task, 0, 10)).hasSize(1);
        yard.submit();
        yard.collect(Map.of("b", RecordState.REVIEW_REQUIRED));
        ask("b");
        assertThat(yard.counts(drop).in(RecordState.SUPERSEDED)).isEqualTo(2);
        assertThat(holding("\"b\"")).isEmpty();
        assertThat(holding("hello")).isEmpty();
    }

    @Test
    void goesOnAfterACrashAnywhere() throws IOException {
        yard.drop("hello", "a", "b", "c");
        yard.finish();
        var requests = new EraseRequests(data);
        requests.ask("triage", "b", "dpo", yard.clock.instant());
        long erasure = yard.ledger
                .erasures()
                .ask(new Erasures.Asked("triage", "b", hash("b"), yard.clock.instant(), "dpo"))
                .orElseThrow();
        var traces = yard.ledger.erasures().traces(erasure);
        Erasures.Line line = traces.lines().get(0);
        // A copy that nobody knows, and a file whose copy is named already.
        yard.put("publications/1/content-e1.jsonl", "half");
        String sha256 =
                new LineEraser(yard.spool).copy(line.path(), Editions.after(line.path()), line.number(), line.offset());
        yard.ledger.erasures().repoint(line, Editions.after(line.path()), sha256);
        erasing.once();
        assertThat(holding("\"b\"")).isEmpty();
        assertThat(holding("about b")).isEmpty();
        assertThat(holding("about c")).hasSize(1);
        assertThat(requests.all()).isEmpty();
        assertThat(events()).hasSize(1);
    }

    private String hash(String sourceId) {
        return Hashes.hex(new SourceKeys(yard.ledger.proofs().key()).keyed("triage", sourceId));
    }

    @Test
    void aLedgerRestoredFromBeforeErasesAgainWhatTheSpoolRemembers() throws IOException {
        yard.drop("hello", "a", "b");
        yard.finish();
        new ErasedList(yard.ledger, yard.spool)
                .add(new Erasures.Asked("triage", "a", hash("a"), yard.clock.instant(), "dpo"));
        erasing = erasing();
        erasing.start();
        erasing.once();
        assertThat(holding("about a")).isEmpty();
        assertThat(holding("about b")).hasSize(1);
        assertThat(new ErasedList(yard.ledger, yard.spool).unknown()).isEmpty();
    }

    @Test
    void manifestsAreMadeAgainAndTheNewOneAgrees() throws IOException {
        var manifests = new Manifests(yard.ledger, yard.spool, data.resolve("manifests"), yard.clock, Duration.ZERO);
        yard.drop("hello", "a", "b", "c");
        yard.finish();
        manifests.once();
        ask("b");
        assertThat(manifests.once()).isEqualTo(1);
        var check = new ManifestCheck(
                yard.ledger.proofs(), yard.spool, yard.ledger.instance().substring(0, 6));
        assertThat(check.check(yard.read("drops/1/manifest-2.json").getBytes(StandardCharsets.UTF_8))
                        .problems())
                .isEmpty();
        var before = new ManifestCheck(
                        yard.ledger.proofs(), yard.spool, yard.ledger.instance().substring(0, 6))
                .check(yard.read("drops/1/manifest-1.json").getBytes(StandardCharsets.UTF_8));
        assertThat(before.problems())
                .contains("Outcomes changed since this manifest was written: manifest 2 of drop 1 is the newest");
    }
}
