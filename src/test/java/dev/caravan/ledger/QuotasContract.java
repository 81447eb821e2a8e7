package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.QUEUED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Batches.Except;
import dev.caravan.ledger.Quotas.Quota;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What waits at a provider is never more than it takes, and batches go in their order. */
abstract class QuotasContract extends LedgerContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private int made;

    /** An assembled batch of so many requests and tokens. */
    private long batch(int requests, long tokens) {
        return batch("sim", requests, tokens);
    }

    private long batch(String credential, int requests, long tokens) {
        bench.drop(bench.recipe, rows("of-" + ++made + "-", requests));
        long batch = ledger.assembly().open(new Assembly.NewBatch(bench.task, bench.recipe, credential));
        var load = new Assembly.Load("m", tokens, 0);
        assertThat(ledger.assembly().assembled(batch, new Assembly.Cut(bench.queued(), "r", 1, "s", load)))
                .isTrue();
        return batch;
    }

    private Optional<Long> next() {
        return ledger.batches().claimForSubmit().map(claim -> {
            ledger.batches().release(claim, Duration.ZERO, null);
            return claim.batch().id();
        });
    }

    private long limit() {
        return ledger.quotas().find("sim", "m").orElseThrow().limit();
    }

    private Quota refused(Claim claim, Long named) {
        Quota quota = ledger.quotas().refused(claim, named, true, MINUTE);
        ledger.batches().requeued(claim, "full");
        return quota;
    }

    @Test
    void sendsWhatItsAccountHasRoomForAndKeepsTheOrder() {
        ledger.quotas().told("sim", "m", 100L);
        long first = batch(2, 60);
        long big = batch(2, 50);
        batch(2, 10);
        assertThat(next()).contains(first);
        bench.submit();
        // The small one would fit, but must not make the big one wait for ever.
        assertThat(next()).isEmpty();
        ledger.collection().collected(collectAll());
        assertThat(next()).contains(big);
    }

    private Claim collectAll() {
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        return claim;
    }

    @Test
    void givesRoomBackWhenTheProviderIsDoneAndNotOnlyWhenAllIsHome() {
        ledger.quotas().told("sim", "m", 100L);
        batch(2, 60);
        long second = batch(2, 60);
        bench.submit();
        assertThat(next()).isEmpty();
        bench.collectingSubmitted();
        assertThat(next()).contains(second);
    }

    @Test
    void countsADoubtAsTakenRoomAndGivesItBackWhenRevoked() {
        ledger.quotas().told("sim", "m", 100L);
        long first = batch(2, 60);
        batch(2, 60);
        ledger.batches().doubt(bench.creating(), "reset", MINUTE);
        assertThat(next()).isEmpty();
        clock.pass(MINUTE);
        Claim doubt = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(doubt.batch().id()).isEqualTo(first);
        ledger.batches().inputGone(doubt, 1);
        ledger.batches().revoked(doubt);
        assertThat(next()).contains(first);
    }

    @Test
    void leavesOtherAccountsAlone() {
        ledger.quotas().told("sim", "m", 100L);
        batch(2, 90);
        batch(2, 90);
        long elsewhere = batch("other", 2, 90);
        bench.submit();
        assertThat(next()).contains(elsewhere);
    }

    @Test
    void leavesCredentialsAtRestAlone() {
        batch("resting", 2, 1);
        long other = batch("other", 2, 1);
        assertThat(ledger.batches()
                        .claimForSubmit(Except.NONE, Except.of(Set.of("resting", "more")))
                        .orElseThrow()
                        .batch()
                        .id())
                .isEqualTo(other);
        assertThat(ledger.batches().claimForSubmit(Except.NONE, Except.of(Set.of("resting", "more"))))
                .isEmpty();
    }

    @Test
    void looksAgainBeforeTheCreateWhetherThereIsRoom() {
        long batch = batch(2, 60);
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        Batches.Try attempt = ledger.batches().openTry(claim);
        ledger.quotas().told("sim", "m", 50L);
        assertThatThrownBy(() -> ledger.batches().creating(claim, attempt))
                .isInstanceOf(NoRoomException.class)
                .hasMessage(
                        "Batch " + batch + " waits: 0 of 50 enqueued tokens of credential \"sim\", model m are taken,"
                                + " and it has 60");
        assertThat(ledger.batches().find(batch).orElseThrow().state()).isEqualTo(BatchState.ASSEMBLED);
    }

    /** Rule 17: the pair of record and attempt stays with the batch that is dissolved. */
    @Test
    void dissolvesWhatIsTooLargeAndBurnsTheAttempt() {
        long batch = batch(3, 300);
        ledger.quotas().told("sim", "m", 100L);
        assertThat(next()).isEmpty();
        List<Claim> tooLarge = ledger.quotas().claimTooLarge();
        assertThat(tooLarge).extracting(claim -> claim.batch().id()).containsExactly(batch);
        ledger.batches().requeued(tooLarge.get(0), "too large");
        assertThat(ledger.quotas().claimTooLarge()).isEmpty();
        assertThat(ledger.batches().find(batch).orElseThrow().state()).isEqualTo(BatchState.DISSOLVED);
        assertThat(bench.states(1)).isEqualTo(Map.of(QUEUED, 3L));
        assertThat(bench.candidates()).extracting(Assembly.Candidate::attempt).containsOnly(2);
    }

    @Test
    void sendsASingleRequestThatIsTooLargeWhenNothingElseWaits() {
        ledger.quotas().told("sim", "m", 100L);
        long alone = batch(1, 300);
        assertThat(ledger.quotas().claimTooLarge()).isEmpty();
        assertThat(next()).contains(alone);
    }

    @Test
    void neverDissolvesABatchThatHasOutcomes() {
        batch(2, 10);
        bench.submit();
        Claim claim = collectAll();
        assertThatThrownBy(() -> ledger.batches().requeued(claim, "full")).isInstanceOf(LedgerException.class);
    }

    @Test
    void neverDissolvesABatchWhileAnotherCreateOfItIsInDoubt() {
        batch(2, 10);
        Claim first = bench.creating();
        ledger.batches().refused(first, bench.lastTry(first), "so it seemed", Duration.ZERO);
        ledger.batches().doubt(bench.creating(), "reset", Duration.ZERO);
        Claim doubt = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().accepted(doubt, 1, "job-1", Duration.ZERO);
        Claim claim = bench.collectingSubmitted();
        assertThatThrownBy(() -> ledger.batches().requeued(claim, "full")).isInstanceOf(LedgerException.class);
        assertThat(ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.COLLECTING);
    }

    @Test
    void learnsWhatTheProviderNames() {
        batch(2, 500_000);
        bench.submit();
        assertThat(refused(bench.collectingSubmitted(), 90_000L).limit()).isEqualTo(90_000);
        assertThat(bench.states(1)).isEqualTo(Map.of(QUEUED, 2L));
    }

    @Test
    void learnsWhatWasTakenBeforeOrHalfOfWhatWasTooMuch() {
        batch(2, 500_000);
        bench.submit();
        assertThat(refused(bench.collectingSubmitted(), null).limit()).isEqualTo(250_000);
        clock.pass(MINUTE);
        batch(2, 90_000);
        bench.submit();
        batch(2, 20_000);
        Claim claim = bench.creating();
        Quota quota = ledger.quotas().refused(claim, null, true, MINUTE);
        assertThat(quota.limit()).isEqualTo(90_000);
        assertThat(quota.refusals()).isEqualTo(2);
    }

    @Test
    void waitsWithAllOfTheAccountAfterARefusal() {
        batch(1, 500);
        Claim claim = bench.creating();
        ledger.quotas().refused(claim, null, false, MINUTE);
        ledger.batches().refused(claim, bench.lastTry(claim), "quota", Duration.ZERO);
        assertThat(next()).isEmpty();
        clock.pass(MINUTE);
        assertThat(next()).isPresent();
        assertThat(limit()).isEqualTo(Long.MAX_VALUE);
    }

    /** Rule 44: due further away than the longest back-off is due now. */
    @Test
    void doesNotWaitForAClockThatWasWrong() {
        batch(1, 500);
        Claim claim = bench.creating();
        ledger.quotas().refused(claim, null, false, MINUTE);
        ledger.batches().refused(claim, bench.lastTry(claim), "quota", Duration.ofDays(-2));
        assertThat(next()).isEmpty();
        clock.pass(Duration.ofDays(-1));
        assertThat(next()).isPresent();
    }

    @Test
    void growsSlowlyAfterBatchesThatRan() {
        batch(2, 500_000);
        bench.submit();
        refused(bench.collectingSubmitted(), null);
        clock.pass(Duration.ofMinutes(119));
        run();
        assertThat(limit()).isEqualTo(250_000);
        assertThat(ledger.quotas().find("sim", "m").orElseThrow().refusals()).isZero();
        clock.pass(MINUTE);
        run();
        assertThat(limit()).isEqualTo(275_001);
        clock.pass(Duration.ofMinutes(60));
        run();
        assertThat(limit()).isEqualTo(302_502);
    }

    private void run() {
        long batch = batch(2, 10);
        bench.submit();
        ledger.collection().collected(collectAll());
        ledger.quotas().ran(batch);
    }

    @Test
    void forgetsWhatItLearntWhenTheConfigurationSaysSomethingElse() {
        ledger.quotas().told("sim", "m", 600_000L);
        batch(2, 500_000);
        bench.submit();
        refused(bench.collectingSubmitted(), null);
        crash();
        ledger.quotas().told("sim", "m", 600_000L);
        assertThat(limit()).isEqualTo(250_000);
        ledger.quotas().told("sim", "m", 700_000L);
        assertThat(limit()).isEqualTo(700_000);
    }

    @Test
    void knowsHowLongTheAnswersOfARecipeWere() {
        batch(19, 10);
        bench.submit();
        ledger.collection().collected(collectAll());
        assertThat(ledger.quotas().outputTokens(bench.recipe)).isEmpty();
        batch(5, 10);
        bench.submit();
        ledger.collection().collected(collectAll());
        assertThat(ledger.quotas().outputTokens(bench.recipe)).hasValue(20);
    }
}
