package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Batches.Try;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Class C: creates that can't be revoked, counted sizes, adoption by number, and the end of a doubt nobody can resolve. */
abstract class DoubtsContract extends LedgerContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String DATE = "Sat, 21 Nov 2026 03:00:00 GMT";

    /** Sends the next batch that is due up to its create, without any input. */
    private Claim creating() {
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        Try attempt = ledger.batches().openTry(claim);
        ledger.doubts().ready(claim, attempt, DATE);
        ledger.doubts().creating(claim, attempt);
        return claim;
    }

    private Claim inDoubt() {
        Claim claim = creating();
        ledger.batches().doubt(claim, "reset", Duration.ZERO);
        return ledger.batches().claimForSubmit().orElseThrow();
    }

    private BatchState state(long batch) {
        return ledger.batches().find(batch).orElseThrow().state();
    }

    @Test
    void remembersThatACreateCantBeRevokedAndWhatTimeItWasThere() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Try sent = bench.lastTry(creating());
        assertThat(sent.revocable()).isFalse();
        assertThat(sent.fileId()).isNull();
        assertThat(sent.providerTime()).isEqualTo(DATE);
        assertThat(sent.state()).isEqualTo(TryState.CREATING);
    }

    @Test
    void opensTheGateOnlyForTheClaimThatIsStillCreating() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Claim waiting = ledger.batches().claimForSubmit().orElseThrow();
        Try attempt = ledger.batches().openTry(waiting);
        assertThat(ledger.doubts().maySend(waiting, attempt)).isFalse();
        ledger.doubts().creating(waiting, attempt);
        assertThat(ledger.doubts().maySend(waiting, attempt)).isTrue();
        ledger.batches().doubt(waiting, "reset", Duration.ZERO);
        assertThat(ledger.doubts().maySend(waiting, attempt)).isFalse();
    }

    @Test
    void shutsTheGateWhenAnotherProcessTakesOver() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Claim paused = creating();
        Try attempt = bench.lastTry(paused);
        crash();
        assertThat(ledger.doubts().maySend(paused, attempt)).isFalse();
        assertThat(ledger.batches().claimForSubmit().orElseThrow().batch().state())
                .isEqualTo(BatchState.IN_DOUBT);
        assertThat(ledger.doubts().maySend(paused, attempt)).isFalse();
    }

    @Test
    void endsADoubtWithoutInputOnlyAsOneThatCantBeRevoked() {
        bench.drop(row("a", 1, 1));
        long batch = bench.assemble();
        Claim claim = inDoubt();
        assertThatThrownBy(() -> ledger.batches().revoked(claim))
                .hasMessageContaining("stays in doubt: 1 of its inputs may still be at the provider");
        ledger.doubts().unseen(claim);
        assertThat(state(batch)).isEqualTo(BatchState.ASSEMBLED);
        assertThat(ledger.batches().tries(batch)).extracting(Try::state).containsExactly(TryState.REVOKED);
    }

    @Test
    void neverEndsADoubtByASearchAloneWhereTheInputCanBeRevoked() {
        bench.drop(row("a", 1, 1));
        long batch = bench.assemble();
        ledger.batches().doubt(bench.creating(), "reset", Duration.ZERO);
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        assertThatThrownBy(() -> ledger.doubts().unseen(claim))
                .hasMessage("Batch " + batch + " stays in doubt: 1 of its creates can be revoked,"
                        + " and a search alone does not end such a doubt");
        assertThat(state(batch)).isEqualTo(BatchState.IN_DOUBT);
    }

    @Test
    void refusesEveryWriteOfAClaimThatEnded() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Claim old = ledger.batches().claimForSubmit().orElseThrow();
        Try attempt = ledger.batches().openTry(old);
        ledger.batches().release(old, Duration.ZERO, null);
        assertThatThrownBy(() -> ledger.doubts().ready(old, attempt, DATE)).isInstanceOf(StaleFenceException.class);
        assertThatThrownBy(() -> ledger.doubts().creating(old, attempt)).isInstanceOf(StaleFenceException.class);
        assertThatThrownBy(() -> ledger.doubts().adopted(old, 1, "job", MINUTE))
                .isInstanceOf(StaleFenceException.class);
        assertThatThrownBy(() -> ledger.doubts().unseen(old)).isInstanceOf(StaleFenceException.class);
        assertThatThrownBy(() -> ledger.doubts().lost(old, "x", "y")).isInstanceOf(StaleFenceException.class);
        assertThatThrownBy(() -> ledger.doubts().verified(old)).isInstanceOf(StaleFenceException.class);
    }

    @Test
    void knowsTheSizesOfTwoDaysAndOfWhatIsNotFinal() {
        bench.drop(bench.recipe, rows("a", 3));
        bench.complete();
        bench.drop(bench.recipe, rows("b", 5));
        bench.assemble();
        clock.pass(Duration.ofDays(3));
        bench.drop(bench.recipe, rows("c", 7));
        bench.assemble();
        assertThat(ledger.doubts().sizes("sim", clock.instant().minus(Duration.ofDays(2))))
                .containsExactlyInAnyOrder(5, 7);
        assertThat(ledger.doubts().sizes("sim", clock.instant().minus(Duration.ofDays(4))))
                .containsExactlyInAnyOrder(3, 5, 7);
        assertThat(ledger.doubts().sizes("other", clock.instant().minus(Duration.ofDays(4))))
                .isEmpty();
    }

    @Test
    void knowsItsOwnBatchesByCredentialAndId() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Claim claim = creating();
        ledger.batches().accepted(claim, 1, "msgbatch_1", MINUTE);
        assertThat(ledger.doubts().isOurs("sim", "msgbatch_1")).isTrue();
        assertThat(ledger.doubts().isOurs("sim", "msgbatch_2")).isFalse();
        assertThat(ledger.doubts().isOurs("other", "msgbatch_1")).isFalse();
    }

    @Test
    void seesARivalInDoubtOfTheSameSize() {
        bench.drop(bench.recipe, rows("a", 2));
        bench.assemble();
        Claim first = inDoubt();
        assertThat(ledger.doubts().hasRival(first)).isFalse();
        bench.drop(bench.recipe, rows("b", 2));
        bench.assemble();
        Claim second = inDoubt();
        assertThat(ledger.doubts().hasRival(first)).isTrue();
        ledger.doubts().adopted(second, 1, "msgbatch_1", MINUTE);
        assertThat(ledger.doubts().hasRival(first)).isFalse();
    }

    @Test
    void adoptsByNumberAsUnverifiedUntilTheIdsWereSeen() {
        bench.drop(row("a", 1, 1));
        long batch = bench.assemble();
        ledger.doubts().adopted(inDoubt(), 1, "msgbatch_1", Duration.ZERO);
        assertThat(state(batch)).isEqualTo(BatchState.SUBMITTED);
        assertThat(ledger.batches().tries(batch)).extracting(Try::verified).containsExactly(false);
        Claim claim = bench.collectingSubmitted();
        ledger.doubts().verified(claim);
        assertThat(ledger.batches().tries(batch)).extracting(Try::verified).containsExactly(true);
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        ledger.collection().collected(claim);
        assertThat(state(batch)).isEqualTo(BatchState.COLLECTED);
    }

    @Test
    void holdsTheMembersOfALostBatchForAPerson() {
        long drop = bench.drop(row("a", 1, 1), row("b", 1, 2));
        long batch = bench.assemble();
        bench.drop(row("b", 2, 1));
        ledger.doubts().lost(inDoubt(), "create_in_doubt", "nobody knows");
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.HELD, 1L, RecordState.SUPERSEDED, 1L));
        assertThat(state(batch)).isEqualTo(BatchState.LOST);
        assertThat(ledger.todo().nextRetry()).isEmpty();
        assertThat(ledger.batches().tries(batch)).extracting(Try::state).containsExactly(TryState.CREATING);
    }

    @Test
    void holdsTheMembersWhenTheResultsAreAnothers() {
        long drop = bench.drop(row("a", 1, 1), row("b", 1, 2));
        long batch = bench.assemble();
        ledger.doubts().adopted(inDoubt(), 1, "msgbatch_1", Duration.ZERO);
        ledger.doubts().lost(bench.collectingSubmitted(), "foreign_results", "another's ids");
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.HELD, 2L));
        assertThat(state(batch)).isEqualTo(BatchState.LOST);
    }
}
