package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.COMPLETED;
import static dev.caravan.ledger.RecordState.INVALID_OUTPUT;
import static dev.caravan.ledger.RecordState.PROVIDER_ERROR;
import static dev.caravan.ledger.RecordState.REVIEW_REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Decisions.NewDecision;
import dev.caravan.ledger.Reruns.NewRerun;
import dev.caravan.ledger.Reruns.Query;
import dev.caravan.ledger.Reruns.Replaced;
import dev.caravan.ledger.Reruns.Rerun;
import dev.caravan.ledger.Spending.Again;
import dev.caravan.ledger.Spending.Decided;
import dev.caravan.ledger.Spending.Queued;
import dev.caravan.ledger.Spending.Stored;
import dev.caravan.ledger.Spending.UnderWay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What answers cost beside their price. Each outcome of the bench costs 5, each batch is estimated at 7. */
abstract class SpendingContract extends LedgerContract {
    private static final long DAY = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli() / 86_400_000;
    private static final Duration LEASE = Duration.ofMinutes(10);

    private List<Again> again() {
        return ledger.spending().again(null, 0, Long.MAX_VALUE);
    }

    private List<Decided> decided() {
        return ledger.spending().decided(null, 0, Long.MAX_VALUE);
    }

    private static Again of(EffortKind kind, long attempts, long micros) {
        return new Again(DAY, "triage", "model", kind, attempts, micros);
    }

    /** A collected batch of all that is queued, with these outcomes. */
    private void collected(RecordState state) {
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(claim, bench.outcomes(claim, state));
        ledger.collection().collected(claim);
    }

    private void decide(long record, int version, Act act, String actor) {
        ledger.decisions()
                .decide(new NewDecision(record, version, act, actor, "because", null, null, null, null, false));
    }

    @Test
    void anAttemptThatFailedIsCountedWhenItIsRetriedWithTheDayAndModelThatWasPaid() {
        bench.drop(bench.recipe, rows("a", 3));
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(
                claim,
                List.of(
                        bench.outcome(1, 1, COMPLETED, 100),
                        bench.outcome(2, 1, PROVIDER_ERROR, 200),
                        bench.outcome(3, 1, PROVIDER_ERROR, 300)));
        ledger.collection().collected(claim);
        assertThat(again()).isEmpty();
        clock.pass(Duration.ofHours(30));
        assertThat(ledger.todo().releaseDueRetries(10)).isEqualTo(2);
        assertThat(again()).containsExactly(of(EffortKind.FAILED, 2, 10));
        assertThat(ledger.spending().again(Set.of("other"), 0, Long.MAX_VALUE)).isEmpty();
        assertThat(ledger.spending().again(Set.of(), 0, Long.MAX_VALUE)).isEmpty();
        assertThat(ledger.spending().again(Set.of("triage"), DAY + 1, Long.MAX_VALUE))
                .isEmpty();
        assertThat(ledger.spending().again(Set.of("triage"), DAY, DAY)).hasSize(1);

        // What is held and let go while it waits is no second attempt.
        ledger.cancels().drop(1, "operator");
        assertThat(ledger.cancels().holdQueued(10)).isEqualTo(2);
        ledger.cancels().resume(1);
        assertThat(ledger.cancels().release(new Cancels.Held(0, 0, bench.task, ""), 10))
                .isEqualTo(2);
        assertThat(again()).containsExactly(of(EffortKind.FAILED, 2, 10));
    }

    @Test
    void eachReasonHasItsOwnCount() {
        bench.drop(bench.recipe, rows("a", 2));
        collected(INVALID_OUTPUT);
        int next = bench.recipe(2);
        assertThat(ledger.todo().releaseInvalid(bench.task, next, 10)).isEqualTo(2);
        collected(REVIEW_REQUIRED);
        decide(1, 1, Act.AGAIN, "reviewer-1");
        bench.assemble();
        Claim claim = bench.collecting();
        ledger.collection().settleRest(claim, Bench.NOT_RUN);
        ledger.collection().collected(claim);
        assertThat(again())
                .containsExactly(
                        of(EffortKind.INVALID, 2, 10), of(EffortKind.PERSON, 1, 5), of(EffortKind.NOT_RUN, 1, 0));
    }

    @Test
    void aRerunCountsWhatItQueuesAndOnceWhatItsNewRevisionsStandFor() {
        bench.drop(bench.recipe, rows("a", 2));
        bench.complete();
        Query query = new Query(bench.task, null, null, null, null, null, false);
        long id = ledger.reruns().begin(new NewRerun("operator", "new prompt", bench.task, "{}", 2, 9), 0);
        Rerun rerun = ledger.reruns().find(id).orElseThrow();
        ledger.reruns().queue(rerun, query, 1, 2, ledger.reruns().again(1, query, 0, 10));
        assertThat(again()).containsExactly(of(EffortKind.RERUN, 2, 10));

        List<Replaced> replaced = List.of(new Replaced(DAY + 1, "model", 3, 15), new Replaced(DAY, "model", 1, 5));
        ledger.reruns().written(rerun, replaced);
        ledger.reruns().written(rerun, replaced);
        assertThat(again())
                .containsExactly(
                        of(EffortKind.RERUN, 3, 15), new Again(DAY + 1, "triage", "model", EffortKind.RERUN, 3, 15));
        assertThat(decided()).isEmpty();
    }

    @Test
    void aRerunKnowsWhichAnswerEachNewRevisionStandsFor() {
        bench.drop(bench.recipe, rows("a", 1));
        bench.complete();
        bench.publish();
        Query query = new Query(bench.task, null, null, null, null, null, false);
        long id = ledger.reruns().begin(new NewRerun("operator", "new prompt", bench.task, "{}", 1, 9), 0);
        Rerun rerun = ledger.reruns().find(id).orElseThrow();
        assertThat(ledger.reruns().anew(rerun, 1, query, 0, 10))
                .extracting(Reruns.Anew::answer)
                .containsExactly(new Reruns.Answer(DAY, "model", 5));
    }

    @Test
    void aDecisionTakesTheTimeSinceItsItemWasOpened() {
        bench.drop(bench.recipe, rows("a", 4));
        collected(REVIEW_REQUIRED);
        decide(4, 1, Act.REJECT, "operator");
        assertThat(decided()).containsExactly(new Decided(DAY, "triage", "model", 1, 0));

        // One is opened ahead while the other is being looked at: that time is counted once.
        ledger.openItems().claim(1, "reviewer-1", LEASE);
        ledger.openItems().claim(2, "reviewer-1", LEASE);
        clock.pass(Duration.ofMinutes(1));
        ledger.openItems().keep(1, "reviewer-1", LEASE);
        clock.pass(Duration.ofMinutes(2));
        decide(1, 1, Act.COMMENT, "reviewer-1");
        clock.pass(Duration.ofSeconds(30));
        decide(1, 2, Act.APPROVE, "reviewer-1");
        clock.pass(Duration.ofSeconds(20));
        decide(2, 1, Act.APPROVE, "reviewer-1");
        assertThat(decided())
                .containsExactly(new Decided(
                        DAY,
                        "triage",
                        "model",
                        3,
                        Duration.ofMinutes(3).plusSeconds(50).toMillis()));
        assertThat(ledger.decisions().of(1))
                .extracting(Decisions.Made::took)
                .containsExactly(Duration.ofMinutes(3), Duration.ofSeconds(30));
        assertThat(ledger.decisions().of(4)).extracting(Decisions.Made::took).containsOnlyNulls();

        // A break is no work, and who opened it before does not count for who decides.
        ledger.openItems().claim(3, "reviewer-2", LEASE);
        clock.pass(Duration.ofHours(2));
        ledger.openItems().claim(3, "reviewer-1", LEASE);
        clock.pass(Duration.ofMinutes(7));
        ledger.openItems().keep(3, "reviewer-1", LEASE);
        clock.pass(Duration.ofMinutes(7));
        decide(3, 1, Act.REJECT, "reviewer-1");
        assertThat(ledger.decisions().of(3)).extracting(Decisions.Made::took).containsExactly(LEASE);
    }

    @Test
    void manyDecisionsAtOnceTakeTheTimeOfOne() {
        bench.drop(bench.recipe, rows("a", 3));
        collected(REVIEW_REQUIRED);
        for (long id = 1; id <= 3; id++) {
            ledger.openItems().claim(id, "reviewer-1", LEASE);
        }
        clock.pass(Duration.ofMinutes(4));
        ledger.decisions()
                .decideAll(
                        List.of(1L, 2L, 3L),
                        new NewDecision(0, 0, Act.APPROVE, "reviewer-1", "all good", null, null, null, null, false));
        assertThat(decided())
                .containsExactly(new Decided(
                        DAY, "triage", "model", 3, Duration.ofMinutes(4).toMillis()));
    }

    @Test
    void costsOfADayAreThoseOfItsBatches() {
        bench.drop(bench.recipe, rows("a", 2));
        bench.complete();
        clock.pass(Duration.ofDays(1));
        bench.drop(bench.recipe, rows("b", 1));
        bench.complete();
        assertThat(ledger.lists().costs(null, DAY, DAY))
                .containsExactly(new Lists.Cost(DAY, "triage", "model", 1, 10, 0, 0, 0, 0, 0));
        assertThat(ledger.lists().costs(Set.of("triage"), DAY, DAY + 5))
                .extracting(Lists.Cost::micros)
                .containsExactly(10L, 5L);
        assertThat(ledger.lists().costs(Set.of("other"), DAY, DAY + 5)).isEmpty();
        assertThat(ledger.lists().answers(bench.task))
                .containsExactly(new Lists.Answers(
                        bench.recipe,
                        3,
                        0,
                        0,
                        15,
                        2,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-01-02T00:00:00Z")));
    }

    @Test
    void knowsWhatIsStoredUnderWayAndQueued() {
        assertThat(ledger.spending().countedSince()).isZero();
        assertThat(ledger.spending().queued(null)).isEmpty();
        bench.drop(bench.recipe, rows("a", 2));
        assertThat(ledger.spending().queued(null))
                .containsExactly(new Queued("triage", 2, OptionalDouble.empty()))
                .extracting(Queued::micros)
                .containsOnlyNulls();
        bench.complete();
        bench.publish();
        bench.drop(bench.recipe, rows("b", 3));
        bench.assemble();
        assertThat(ledger.spending().underWay(null)).containsExactly(new UnderWay("triage", "model", 1, 3, 7));
        bench.submit();
        assertThat(ledger.spending().underWay(Set.of("triage")))
                .containsExactly(new UnderWay("triage", "model", 1, 3, 7));
        assertThat(ledger.spending().underWay(Set.of("other"))).isEmpty();
        bench.drop(bench.recipe, rows("c", 4));
        assertThat(ledger.spending().queued(Set.of("triage")))
                .containsExactly(new Queued("triage", 4, OptionalDouble.of(5)))
                .extracting(Queued::micros)
                .containsExactly(20L);
        ledger.proofs().hashed(1, new Proofs.FileHash("drops/1/source.csv", 100, "sha"));
        ledger.proofs().hashed(1, new Proofs.FileHash("drops/1/segment", 40, "sha"));
        assertThat(ledger.spending().stored(null)).containsExactly(new Stored("triage", 340, 20, 10, 9));
        assertThat(ledger.spending().stored(null).get(0).all()).isEqualTo(379);
        assertThat(ledger.spending().stored(Set.of("other"))).isEmpty();
        assertThat(ledger.spending().ledgerBytes()).isGreaterThan(50_000);
    }

    @Test
    void anOutcomeThatIsReplacedByABetterOneIsNoRetry() {
        bench.drop(bench.recipe, rows("a", 1));
        bench.assemble();
        Claim claim = bench.collecting();
        Outcome failed = bench.outcome(1, 1, PROVIDER_ERROR, 100);
        bench.apply(claim, List.of(failed));
        bench.apply(claim, List.of(bench.outcome(1, 1, COMPLETED, 200)));
        ledger.collection().collected(claim);
        assertThat(again()).isEmpty();
    }
}
