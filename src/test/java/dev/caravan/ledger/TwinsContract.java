package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.COMPLETED;
import static dev.caravan.ledger.RecordState.PROVIDER_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Batches.Try;
import dev.caravan.ledger.Collection.Moved;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Twins.Attached;
import dev.caravan.ledger.Twins.Found;
import dev.caravan.ledger.Twins.Origin;
import dev.caravan.ledger.Twins.Twin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules 2, 11, 12, 20 and 22: batches that exist more than once, and what they leave behind. */
abstract class TwinsContract extends LedgerContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** A batch of so many records in doubt after one create. */
    private Claim inDoubt(int records) {
        bench.drop(bench.recipe, rows("r", records));
        bench.assemble();
        ledger.batches().doubt(bench.creating(), "reset", Duration.ZERO);
        return ledger.batches().claimForSubmit().orElseThrow();
    }

    /** Batch 1, kept as job-old with job-new as its twin. */
    private void twins(int records) {
        Claim claim = inDoubt(records);
        ledger.twins().adopted(claim, List.of(new Found(1, 1, "job-old"), new Found(1, 1, "job-new")), Duration.ZERO);
    }

    private Twins.Claim ended() {
        Twins.Claim running = ledger.twins().claim().orElseThrow();
        ledger.twins().ended(running, "{}");
        return ledger.twins().claim().orElseThrow();
    }

    private static ResultFile file(int tryNo) {
        return new ResultFile("results", "batches/1/results-" + tryNo + ".jsonl", 10, "sha-" + tryNo, tryNo);
    }

    private Outcome at(int file, long recordId, RecordState state) {
        Outcome o = bench.outcome(recordId, 1, state, recordId * 100);
        return new Outcome(
                recordId,
                1,
                state,
                o.code(),
                o.detail(),
                o.retryAt(),
                false,
                0,
                new ResultAt(file, recordId * 100),
                o.usage());
    }

    private BatchState state(long batch) {
        return ledger.batches().find(batch).orElseThrow().state();
    }

    private List<String> events(EventKind kind) {
        return ledger.events().newest(100).stream()
                .filter(event -> event.kind() == kind)
                .map(Events.Event::body)
                .toList();
    }

    @Test
    void rule11KeepsTheOldestAndMakesTheSecondOfOneCreateATryOfItsOwn() {
        twins(2);
        assertThat(state(1)).isEqualTo(BatchState.SUBMITTED);
        assertThat(ledger.batches().find(1).orElseThrow().providerId()).isEqualTo("job-old");
        List<Try> tries = ledger.batches().tries(1);
        assertThat(tries).extracting(Try::providerId).containsExactly("job-old", "job-new");
        assertThat(tries).extracting(Try::state).containsOnly(TryState.ACCEPTED);
        assertThat(tries).extracting(Try::token).containsOnly(ledger.instance() + "-1-1");
        assertThat(ledger.twins().of(1)).containsExactly(new Twin(2, "job-new", TwinState.RUNNING));
        assertThat(events(EventKind.TWIN)).singleElement().asString().contains("job-new (try 2)");
        assertThat(ledger.doubts().isOurs("sim", "job-new")).isTrue();
        assertThat(ledger.counts().settled()).isFalse();
    }

    @Test
    void rule11CountsALateTwinAsSurplusThatMovesNothing() {
        twins(2);
        Claim kept = bench.collectingSubmitted();
        bench.apply(kept, List.of(at(0, 1, COMPLETED), at(0, 2, PROVIDER_ERROR)));
        ledger.collection().collected(kept);
        Map<RecordState, Long> before = bench.states(1);
        Twins.Claim twin = ended();
        ledger.twins().accepted(twin, file(2));
        ledger.twins().home(twin);
        Twins.Claim home = ledger.twins().claim().orElseThrow();
        List<Outcome> lines = List.of(at(1, 1, COMPLETED), at(1, 2, COMPLETED));
        assertThat(ledger.twins().apply(home, lines)).isEqualTo(new Moved(0, 2));
        assertThat(ledger.twins().apply(home, lines)).isEqualTo(new Moved(0, 0));
        assertThat(ledger.twins().collected(home)).isEqualTo(10);
        assertThat(bench.states(1)).isEqualTo(before);
        assertThat(ledger.counts().overspend()).isEqualTo(10);
        assertThat(ledger.twins().of(1)).extracting(Twin::state).containsExactly(TwinState.COLLECTED);
        assertThat(events(EventKind.OVERSPEND)).singleElement().asString().startsWith("$0.000010 were paid");
        assertThat(ledger.twins().claim()).isEmpty();
    }

    @Test
    void rule22LetsATwinsSuccessReplaceAnErrorWhileItsBatchIsCollecting() {
        twins(2);
        Twins.Claim twin = ended();
        ledger.twins().accepted(twin, file(2));
        ledger.twins().home(twin);
        assertThat(ledger.twins().claim()).isEmpty();
        Claim kept = bench.collectingSubmitted();
        assertThat(ledger.twins().join(kept)).containsExactly(1, 2);
        bench.apply(kept, List.of(at(1, 1, PROVIDER_ERROR)));
        bench.apply(kept, List.of(at(0, 1, COMPLETED), at(0, 2, COMPLETED)));
        ledger.collection().collected(kept);
        assertThat(bench.states(1)).isEqualTo(Map.of(COMPLETED, 2L));
        assertThat(ledger.counts().overspend()).isEqualTo(5);
        assertThat(ledger.twins().claim()).isEmpty();
        assertThat(events(EventKind.OVERSPEND)).hasSize(1);
    }

    @Test
    void leavesATwinThatComesHomeDuringTheCollectionToItself() {
        twins(1);
        Claim kept = bench.collectingSubmitted();
        assertThat(ledger.twins().join(kept)).containsExactly(1);
        Twins.Claim twin = ended();
        ledger.twins().accepted(twin, file(2));
        ledger.twins().home(twin);
        assertThat(ledger.twins().claim()).isEmpty();
        bench.apply(kept, List.of(at(0, 1, COMPLETED)));
        ledger.collection().collected(kept);
        assertThat(ledger.twins().claim().orElseThrow().state()).isEqualTo(TwinState.HOME);
    }

    @Test
    void attachesATwinThatASweepFindsWhenItsBatchIsLongCollected() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        Found found = new Found(1, 1, "job-late");
        assertThat(ledger.twins().attach("sim", found)).isEqualTo(Attached.TWIN);
        assertThat(ledger.twins().attach("sim", found)).isEqualTo(Attached.KNOWN);
        assertThat(ledger.twins().of(1)).containsExactly(new Twin(2, "job-late", TwinState.RUNNING));
        assertThat(ledger.counts().settled()).isFalse();
        ledger.twins().gone(ledger.twins().claim().orElseThrow(), "404");
        assertThat(ledger.twins().of(1)).extracting(Twin::state).containsExactly(TwinState.GONE);
    }

    @Test
    void looksAgainBeforeItSendsABatchThatWasGivenUpAndIsThereAfterAll() {
        Claim claim = inDoubt(1);
        ledger.batches().inputGone(claim, 1);
        ledger.batches().revoked(claim);
        Claim sending = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(ledger.twins().attach("sim", new Found(1, 1, "job-late"))).isEqualTo(Attached.SEARCHED);
        assertThat(state(1)).isEqualTo(BatchState.IN_DOUBT);
        assertThatThrownBy(() -> ledger.batches().openTry(sending)).isInstanceOf(StaleFenceException.class);
        Claim looking = ledger.batches().claimForSubmit().orElseThrow();
        ledger.twins().adopted(looking, List.of(new Found(1, 1, "job-late")), MINUTE);
        assertThat(state(1)).isEqualTo(BatchState.SUBMITTED);
        assertThat(ledger.doubts().isAdopted(1)).isTrue();
    }

    @Test
    void leavesACreateUnderWayToItsReplyAndADoubtToItsSearch() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Claim creating = bench.creating();
        assertThat(ledger.twins().attach("sim", new Found(1, 1, "job"))).isEqualTo(Attached.CREATING);
        ledger.batches().doubt(creating, "reset", MINUTE);
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        assertThat(ledger.twins().attach("sim", new Found(1, 1, "job"))).isEqualTo(Attached.SEARCHED);
        assertThat(ledger.batches().claimForSubmit()).isPresent();
    }

    @Test
    void takesNothingForATwinThatWasNeverAboutToBeCreated() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        ledger.batches().openTry(ledger.batches().claimForSubmit().orElseThrow());
        assertThat(ledger.twins().attach("sim", new Found(1, 1, "job"))).isEqualTo(Attached.STRANGE);
        assertThat(ledger.twins().attach("sim", new Found(1, 2, "job"))).isEqualTo(Attached.STRANGE);
        assertThat(ledger.twins().attach("sim", new Found(9, 1, "job"))).isEqualTo(Attached.STRANGE);
        assertThat(ledger.twins().attach("other", new Found(1, 1, "job"))).isEqualTo(Attached.STRANGE);
    }

    @Test
    void knowsWhoseALabelAnInputAndACustomIdAre() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        String token = ledger.instance() + "-1-1";
        assertThat(ledger.twins().origin("sim", token, null)).contains(new Origin(1, 1));
        assertThat(ledger.twins().origin("sim", null, "file-" + token)).contains(new Origin(1, 1));
        assertThat(ledger.twins().origin("sim", "zzzzzz1-1-1", "file-x")).isEmpty();
        assertThat(ledger.twins().origin("other", null, "file-" + token)).isEmpty();
        assertThat(ledger.twins().origin(1, 1)).contains(new Origin(1, 1));
        assertThat(ledger.twins().origin(1, 2)).isEmpty();
    }

    @Test
    void handsATwinToOneWorkerAtATimeAndRefusesWhoeverHasLostIt() {
        twins(1);
        Twins.Claim claim = ledger.twins().claim().orElseThrow();
        assertThat(ledger.twins().claim()).isEmpty();
        ledger.twins().release(claim, MINUTE, "cancelling");
        assertThat(ledger.twins().claim()).isEmpty();
        assertThatThrownBy(() -> ledger.twins().ended(claim, "{}")).isInstanceOf(StaleFenceException.class);
        clock.pass(MINUTE);
        Twins.Claim again = ledger.twins().claim().orElseThrow();
        assertThat(again.polls()).isEqualTo(1);
        crash();
        assertThatThrownBy(() -> ledger.twins().ended(again, "{}")).isInstanceOf(StaleFenceException.class);
        ledger.twins().ended(ledger.twins().claim().orElseThrow(), "{}");
    }

    @Test
    void rule12NamesInputsOnlyWhenNobodyMayNeedThemAnyMore() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Claim refused = bench.creating();
        ledger.batches().refused(refused, bench.lastTry(refused), "quota", Duration.ZERO);
        Claim second = bench.creating();
        String first = "file-" + ledger.instance() + "-1-1";
        String kept = "file-" + ledger.instance() + "-1-2";
        assertThat(ledger.inputs().leftOver("sim", true, 10)).containsExactly(first);
        ledger.inputs().gone("sim", kept);
        assertThat(bench.lastTry(second).fileGone()).isFalse();
        ledger.inputs().gone("sim", first);
        assertThat(ledger.inputs().leftOver("sim", true, 10)).isEmpty();
        ledger.batches().accepted(second, 2, "job", Duration.ZERO);
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, bench.outcomes(claim, COMPLETED));
        ledger.collection().collected(claim);
        assertThat(ledger.inputs().leftOver("sim", false, 10)).isEmpty();
        assertThat(ledger.inputs().leftOver("other", true, 10)).isEmpty();
        assertThat(ledger.inputs().leftOver("sim", true, 10)).containsExactly(kept);
        ledger.twins().attach("sim", new Found(1, 2, "job-late"));
        assertThat(ledger.inputs().leftOver("sim", true, 10)).isEmpty();
    }

    @Test
    void rule7CallsTheNewestBatchesThatAListShouldStillShowAsWitnesses() {
        for (int i = 1; i <= 22; i++) {
            bench.drop(row("a" + i, 1, 1));
            bench.complete();
            clock.pass(Duration.ofDays(1));
        }
        Instant listed = clock.instant().minus(Duration.ofDays(3));
        assertThat(ledger.batches().witnesses("sim", 100, listed)).containsExactly("job-22", "job-21", "job-20");
        assertThat(ledger.batches().witnesses("sim", 21, listed)).containsExactly("job-20");
        assertThat(ledger.batches().witnesses("sim", 100, Instant.EPOCH))
                .hasSize(20)
                .doesNotContain("job-2");
        assertThat(ledger.batches().witnesses("other", 100, Instant.EPOCH)).isEmpty();
    }

    @Test
    void rule8GivesOneLookAllDoubtsOfACredentialThatCanBeRevoked() {
        for (String id : List.of("a", "b", "c")) {
            bench.drop(row(id, 1, 1));
            bench.assemble();
            ledger.batches().doubt(bench.creating(), "reset", Duration.ofMinutes(1));
        }
        clock.pass(Duration.ofMinutes(1));
        Claim first = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(first.batch().id()).isEqualTo(1);
        assertThat(ledger.batches().claimDoubts("other", 10)).isEmpty();
        assertThat(ledger.batches().claimDoubts("sim", 10))
                .extracting(claim -> claim.batch().id())
                .containsExactly(2L, 3L);
        assertThat(ledger.batches().claimDoubts("sim", 10)).isEmpty();
    }

    @Test
    void rule25EndsRecordsWhoseResultsAreGoneWithoutARetryOrABurntTry() {
        bench.drop(bench.recipe, rows("r", 2));
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(claim, List.of(at(0, 1, COMPLETED)));
        assertThat(ledger.collection().settleRest(claim, Collection.Rest.gone("404")))
                .isEqualTo(1);
        ledger.collection().collected(claim);
        assertThat(bench.states(1)).isEqualTo(Map.of(COMPLETED, 1L, PROVIDER_ERROR, 1L));
        assertThat(ledger.todo().nextRetry()).isEmpty();
    }
}
