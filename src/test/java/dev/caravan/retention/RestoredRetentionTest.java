package dev.caravan.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Proofs;
import dev.caravan.ledger.Publications;
import dev.caravan.ledger.RecordState;
import dev.caravan.provider.ProviderDates;
import dev.caravan.restore.RestoreTestAccess;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.SegmentReader;
import dev.caravan.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 19 and 46 together: a ledger that is older than what was deleted from its spool. */
class RestoredRetentionTest {
    @TempDir
    Path data;

    private Yard yard;

    @BeforeEach
    void open() throws IOException {
        yard = new Yard(data, new LocalSpool(data.resolve("spool")));
        yard.tag = "v1";
        start();
    }

    @AfterEach
    void close() {
        assertThat(yard.ledger.counts().recount()).isEmpty();
        assertThat(yard.ledger.counts().total().conserved()).isTrue();
        yard.close();
    }

    private void start() throws IOException {
        RestoreTestAccess.start(yard.ledger, yard.spool, data.resolve("ledger"), yard::readRebuilt);
    }

    private void restart() throws IOException {
        var before = yard.clock.now;
        yard.close();
        yard = new Yard(data, yard.spool);
        yard.clock.now = before;
        yard.tag = "v1";
        start();
    }

    private void backUp() throws IOException {
        yard.close();
        Files.copy(data.resolve("ledger/caravan.db"), data.resolve("backup.db"));
        var before = yard.clock.now;
        yard = new Yard(data, yard.spool);
        yard.clock.now = before;
        start();
    }

    private void putBack() throws IOException {
        var before = yard.clock.now;
        yard.close();
        Files.copy(data.resolve("backup.db"), data.resolve("ledger/caravan.db"), StandardCopyOption.REPLACE_EXISTING);
        yard = new Yard(data, yard.spool);
        yard.clock.now = before;
        yard.tag = "v1";
        start();
    }

    private Manifests manifests() {
        return new Manifests(yard.ledger, yard.spool, data.resolve("manifests"), yard.clock, Duration.ZERO);
    }

    private void purge(int days) throws IOException {
        manifests().once();
        yard.pass(Duration.ofDays(days));
        ProviderDates dates = new ProviderDates(() -> 0);
        dates.heard(
                DateTimeFormatter.RFC_1123_DATE_TIME.format(yard.clock.instant().atOffset(ZoneOffset.UTC)));
        new Retention(
                        yard.ledger,
                        Yard.tasks(new Task.Retention(Duration.ofDays(30), Duration.ofDays(400))),
                        new Payloads(yard.spool),
                        new Clocks(yard.clock, dates, yard.spool),
                        yard.clock,
                        10)
                .once();
        assertThat(yard.spool.exists("drops/1/purged.json")).isTrue();
        assertThat(yard.spool.exists("drops/1/in.csv")).isFalse();
    }

    private void nothingMovesAgain() {
        assertThat(yard.ledger.assembly().candidates(yard.task, 0, 10)).isEmpty();
        assertThat(yard.ledger.batches().claimForSubmit()).isEmpty();
        assertThat(yard.ledger.batches().claimForPoll(10)).isEmpty();
        assertThat(yard.ledger.batches().claimForCollect()).isEmpty();
        assertThat(yard.ledger.publications().open(yard.task, 10)).isEmpty();
        assertThat(yard.ledger.publications().claimDelivery()).isEmpty();
        assertThat(yard.ledger.counts().settled()).isTrue();
    }

    @Test
    void aRestartAfterPurgeErasureAndAuditIsNoRestore() throws IOException {
        yard.drop("hello", "a", "b");
        yard.finish();
        var requests = new EraseRequests(data);
        requests.ask("triage", "b", "dpo", yard.clock.instant());
        new Erasing(yard.ledger, yard.spool, requests).once();
        restart();
        purge(31);
        restart();
        purge(400);
        restart();
        assertThat(yard.ledger.proofs().rows(1, 0, 10)).isEmpty();
        assertThat(yard.ledger.lineage().identity().epoch()).isEqualTo(1);
        assertThat(yard.ledger.events().counts())
                .doesNotContainKeys(EventKind.LEDGER_RESTORED, EventKind.SPOOL_DAMAGED);
        nothingMovesAgain();
    }

    @Test
    void aDropThatItDoesNotKnowAndThatWasPurgedIsOver() throws IOException {
        backUp();
        yard.tag = "v1";
        yard.drop("hello", "a", "b");
        yard.finish();
        purge(31);
        putBack();
        assertThat(yard.ledger.lineage().identity().epoch()).isGreaterThan(1);
        assertThat(yard.ledger.drops().find(1).orElseThrow().state()).isEqualTo(DropState.SEALED);
        assertThat(yard.counts(1).in(RecordState.PUBLISHED)).isEqualTo(2);
        assertThat(yard.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.DISSOLVED);
        assertThatThrownBy(() ->
                        yard.ledger.drops().arriving(new Drops.NewDrop(yard.task, "inbox", "file:///in.csv", "v1")))
                .isInstanceOf(LedgerException.class)
                .hasMessageEndingWith("it is not taken twice");
        nothingMovesAgain();
        assertThat(manifests().once()).isZero();
        assertThat(new ManifestCheck(
                                yard.ledger.proofs(),
                                yard.spool,
                                yard.ledger.instance().substring(0, 6))
                        .check(yard.read("drops/1/manifest-1.json").getBytes(StandardCharsets.UTF_8))
                        .problems())
                .isEmpty();
        yard.tag = null;
        assertThat(yard.drop("hello", "c")).isEqualTo(2);
        assertThat(yard.submit()).isEqualTo(2);
    }

    @Test
    void aPurgeThatACrashCutShortIsEndedByTheRestore() throws IOException {
        backUp();
        yard.drop("hello", "a", "b");
        yard.finish();
        manifests().once();
        String source = yard.read("drops/1/in.csv");
        String answers = yard.read("batches/1/results-3.jsonl");
        purge(31);
        yard.put("drops/1/in.csv", source);
        yard.put("batches/1/results-3.jsonl", answers);
        putBack();
        nothingMovesAgain();
        assertThat(yard.spool.exists("drops/1/in.csv")).isFalse();
        assertThat(yard.spool.exists("batches/1/results-3.jsonl")).isFalse();
    }

    private void erase(String sourceId) throws IOException {
        var requests = new EraseRequests(data);
        requests.ask("triage", sourceId, "dpo", yard.clock.instant());
        var erasing = new Erasing(yard.ledger, yard.spool, requests);
        erasing.once();
    }

    @Test
    void aDropThatItDoesNotKnowAndOfWhichARecordWasErasedIsReadAgainWithoutIt() throws IOException {
        backUp();
        yard.drop("hello", "a", "b", "c", "d");
        yard.finish();
        erase("b");
        assertThat(yard.spool.exists("drops/1/in.csv")).isFalse();
        putBack();
        assertThat(yard.counts(1).in(RecordState.SUBMITTED))
                .as("the others are in their batch again, and nothing is sent")
                .isEqualTo(3);
        assertThat(yard.counts(1).in(RecordState.QUEUED)).isZero();
        assertThat(yard.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.SUBMITTED);
        assertThat(yard.ledger.batches().find(1).orElseThrow().lines()).isEqualTo(4);
        assertThat(yard.ledger.batches().find(1).orElseThrow().requests()).isEqualTo("batches/1/requests-e1.jsonl");
        new Erasing(yard.ledger, yard.spool, new EraseRequests(data)).start();
        assertThat(yard.ledger.proofs().find(1, "b")).isEmpty();
        erase("d");
        assertThat(yard.counts(1).in(RecordState.SUBMITTED)).isEqualTo(3);
        yard.ledger
                .batches()
                .ended(
                        yard.ledger.batches().claimForPoll(1).get(0),
                        new Batches.Progress("failed", 0, 0, 0, null),
                        "{}");
        Batches.Claim claim = yard.ledger.batches().claimForCollect().orElseThrow();
        yard.ledger.collection().settleRest(claim, Collection.Rest.gone("gone"));
        yard.ledger.collection().collected(claim);
        new Erasing(yard.ledger, yard.spool, new EraseRequests(data)).once();
        assertThat(yard.read("batches/1/requests-e2.jsonl").lines().toList())
                .as("its line is found by its place among all members")
                .hasSize(4)
                .satisfies(lines -> assertThat(lines.get(3)).matches("\\{} +"))
                .satisfies(lines -> assertThat(lines.get(2)).startsWith("{\"ask\""));
        assertThat(yard.spool.exists("drops/1/rebuilt.jsonl")).isFalse();
    }

    /** The backup was taken when the drop was queued, at its provider, or home. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void filesThatAnErasureWroteAgainAreNamedByALedgerFromBefore(int step) throws IOException {
        List<Step> steps = List.of(yard -> yard.submit(), yard -> yard.collect(Map.of()), Yard::publish);
        yard.drop("hello", "a", "b", "c", "d");
        for (int i = 0; i < steps.size(); i++) {
            if (i == step) {
                backUp();
            }
            steps.get(i).go(yard);
        }
        erase("b");
        putBack();
        Erasing erasing = new Erasing(yard.ledger, yard.spool, new EraseRequests(data));
        erasing.start();
        erasing.once();
        assertThat(yard.counts(1).in(RecordState.QUEUED))
                .as("nothing is sent again")
                .isZero();
        var at = yard.ledger.assembly().inputsOf(List.of((long) 4)).get(4L);
        assertThat(new String(
                        new SegmentReader(yard.spool).line(at.segment(), at.offset(), at.index()),
                        StandardCharsets.UTF_8))
                .contains("\"id\":\"d\"");
        var neighbour = yard.ledger.assembly().inputsOf(List.of((long) 1)).get(1L);
        assertThat(new String(
                        new SegmentReader(yard.spool).line(neighbour.segment(), neighbour.offset(), neighbour.index()),
                        StandardCharsets.UTF_8))
                .as("in the frame that was written again elsewhere")
                .contains("\"id\":\"a\"");
        if (step == 2) {
            assertThat(yard.ledger.proofs().results(1))
                    .extracting(Proofs.Answers::path)
                    .allMatch(path -> path.matches("batches/1/results-3-e[12].jsonl"));
            Publications.Publication again =
                    yard.ledger.publications().open(yard.task, 10).orElseThrow();
            assertThat(again.records())
                    .as("published again, without the one that was erased")
                    .isEqualTo(3);
            yard.ledger.publications().sealed(again.id(), new Publications.Content("p", 1, "s", 3), List.of());
        }
    }

    /** The backup was taken when the drop was queued, at its provider, home, or published. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aDropThatItKnowsAndThatWasPurgedIsNeverSentOrPublishedAgain(int step) throws IOException {
        List<Step> steps = List.of(yard -> yard.submit(), yard -> yard.collect(Map.of()), Yard::publish);
        yard.drop("hello", "a", "b");
        for (int i = 0; i < steps.size(); i++) {
            if (i == step) {
                backUp();
            }
            steps.get(i).go(yard);
        }
        if (step == steps.size()) {
            backUp();
        }
        purge(31);
        putBack();
        nothingMovesAgain();
        assertThat(yard.counts(1).in(step == 3 ? RecordState.PUBLISHED : RecordState.SUPERSEDED))
                .isEqualTo(2);
        assertThat(yard.ledger.batches().find(1).orElseThrow().state().isFinal())
                .isTrue();
        yard.tag = null;
        assertThat(yard.counts(yard.drop("hello", "a", "b")).unchanged()).isEqualTo(2);
        assertThat(yard.ledger.proofs().drop(1).orElseThrow().purgedAt()).isNotNull();
        restart();
        assertThat(yard.ledger.lineage().identity().epoch()).isGreaterThan(1);
    }

    private interface Step {
        void go(Yard yard) throws IOException;
    }
}
