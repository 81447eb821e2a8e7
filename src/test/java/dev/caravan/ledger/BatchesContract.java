package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.HELD;
import static dev.caravan.ledger.RecordState.QUEUED;
import static dev.caravan.ledger.RecordState.SUBMITTED;
import static dev.caravan.ledger.RecordState.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Batches.Try;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules 1 to 4 and 17: assembling, trying, doubting, and one worker at a time. */
abstract class BatchesContract extends LedgerContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Batches.Progress RUNNING = new Batches.Progress("in_progress", 3, 1, 0, null);

    private BatchState state(long batch) {
        return ledger.batches().find(batch).orElseThrow().state();
    }

    @Test
    void submitsItsMembersWithTheirNextAttempt() {
        long drop = bench.drop(bench.recipe, rows("r", 5));
        long batch = bench.assemble();
        assertThat(bench.states(drop)).isEqualTo(Map.of(SUBMITTED, 5L));
        assertThat(ledger.batches().find(batch).orElseThrow().members())
                .isEqualTo(new Members(List.of(new Members.Run(1, 5, 1))));
        assertThat(bench.candidates()).isEmpty();
        assertThat(ledger.assembly().waiting()).isEmpty();
    }

    @Test
    void changesNothingWhenAMemberHasMovedMeanwhile() {
        long drop = bench.drop(row("a", 1, 1), row("b", 1, 2));
        Members members = bench.queued();
        long batch = bench.open(bench.recipe);
        bench.drop(row("b", 2, 1));
        assertThat(bench.assembled(batch, members)).isFalse();
        assertThat(bench.states(drop)).isEqualTo(Map.of(QUEUED, 1L, SUPERSEDED, 1L));
        assertThat(state(batch)).isEqualTo(BatchState.ASSEMBLING);
        ledger.assembly().abandon(batch);
        assertThat(state(batch)).isEqualTo(BatchState.DISSOLVED);
        assertThat(bench.candidates()).extracting(Assembly.Candidate::recordId).containsExactly(1L, 3L);
    }

    @Test
    void leavesARecordThatTheCutPassedOverToTheNextBatch() {
        bench.drop(bench.recipe, rows("r", 4));
        var some = new Members.Builder().add(1, 1).add(3, 1).build();
        assertThat(bench.assembled(bench.open(bench.recipe), some)).isTrue();
        assertThat(bench.candidates()).extracting(Assembly.Candidate::recordId).containsExactly(2L, 4L);
        assertThat(ledger.assembly().waiting())
                .extracting(Assembly.Waiting::records)
                .containsExactly(2L);
    }

    @Test
    void pagesCandidatesByRecordId() {
        bench.drop(bench.recipe, rows("r", 7));
        assertThat(ledger.assembly().candidates(bench.task, 3, 2))
                .extracting(Assembly.Candidate::recordId)
                .containsExactly(4L, 5L);
        assertThat(ledger.assembly().candidates(bench.task, 7, 2)).isEmpty();
    }

    @Test
    void findsBatchesLeftAssemblingAndNeverAbandonsAnother() {
        bench.drop(row("a", 1, 1));
        long left = bench.open(bench.recipe);
        crash();
        assertThat(ledger.assembly().leftAssembling()).containsExactly(left);
        ledger.assembly().abandon(left);
        long batch = bench.assemble();
        assertThatThrownBy(() -> ledger.assembly().abandon(batch)).isInstanceOf(LedgerException.class);
        assertThat(state(batch)).isEqualTo(BatchState.ASSEMBLED);
    }

    @Test
    void holdsAQueuedRecordAndNoOther() {
        long drop = bench.drop(row("a", 1, 1), row("b", 1, 2));
        ledger.todo().hold(1, "request_too_large", "9 MB");
        assertThat(bench.states(drop)).isEqualTo(Map.of(QUEUED, 1L, HELD, 1L));
        bench.assemble();
        assertThatThrownBy(() -> ledger.todo().hold(2, "x", "y"))
                .hasMessage("Record 2 is SUBMITTED; only a queued one can be held");
    }

    @Test
    void asksNowForASubmittedBatchThatAHintNamesAndForNoOther() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Claim first = bench.creating();
        ledger.batches().accepted(first, 1, "job-1", Duration.ofHours(1));
        bench.drop(row("b", 1, 1));
        bench.assemble();
        bench.creating();
        assertThat(ledger.batches().pollNow("another", List.of("job-1"))).isZero();
        assertThat(ledger.batches().pollNow("sim", List.of("job-2"))).isZero();
        assertThat(ledger.batches().pollNow("sim", List.of())).isZero();
        assertThat(ledger.batches().claimForPoll(10)).isEmpty();
        assertThat(ledger.batches().pollNow("sim", List.of("job-1", "batches/job-1")))
                .isOne();
        assertThat(ledger.batches().claimForPoll(10))
                .extracting(c -> c.batch().id())
                .containsExactly(1L);
    }

    @Test
    void handsABatchToOneWorkerAtATime() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        ledger.batches().release(claim, MINUTE, "not now");
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        assertThatThrownBy(() -> ledger.batches().openTry(claim)).isInstanceOf(StaleFenceException.class);
        clock.pass(MINUTE);
        Claim next = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(next.fence()).isGreaterThan(claim.fence());
        assertThatThrownBy(() -> ledger.batches().openTry(claim)).isInstanceOf(StaleFenceException.class);
    }

    @Test
    void givesEveryTryItsOwnTokenAndOneCreate() {
        bench.drop(row("a", 1, 1));
        long batch = bench.assemble();
        Claim claim = bench.creating();
        Try first = bench.lastTry(claim);
        assertThat(first.token()).isEqualTo(ledger.instance() + "-" + batch + "-1");
        assertThat(first.state()).isEqualTo(TryState.CREATING);
        ledger.batches().refused(claim, first, "quota", Duration.ZERO);
        Claim again = ledger.batches().claimForSubmit().orElseThrow();
        assertThatThrownBy(() -> ledger.batches().creating(again, first))
                .hasMessage("Try 1 of batch 1 can't move from REFUSED to CREATING; allowed: [ACCEPTED]");
        assertThat(ledger.batches().openTry(again).token()).isEqualTo(ledger.instance() + "-" + batch + "-2");
    }

    @Test
    void doubtsABatchWhoseOwnerDiedWhileCreating() {
        bench.drop(row("a", 1, 1));
        long batch = bench.assemble();
        Claim dead = bench.creating();
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        crash();
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(claim.batch().state()).isEqualTo(BatchState.IN_DOUBT);
        assertThatThrownBy(() -> ledger.batches().accepted(dead, 1, "job", MINUTE))
                .isInstanceOf(StaleFenceException.class);
        assertThatThrownBy(() -> ledger.batches().openTry(claim))
                .hasMessage("Batch " + batch + " is IN_DOUBT; this step needs [ASSEMBLED]");
        ledger.batches().accepted(claim, 1, "job-found", MINUTE);
        assertThat(ledger.batches().find(batch).orElseThrow().providerId()).isEqualTo("job-found");
        assertThat(state(batch)).isEqualTo(BatchState.SUBMITTED);
    }

    @Test
    void repeatsACreateOnlyAfterEveryInputInDoubtIsGone() {
        bench.drop(row("a", 1, 1));
        long batch = bench.assemble();
        ledger.batches().doubt(bench.creating(), "time-out", Duration.ZERO);
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        assertThatThrownBy(() -> ledger.batches().revoked(claim))
                .hasMessageContaining("stays in doubt: 1 of its inputs may still be at the provider");
        ledger.batches().inputGone(claim, 1);
        ledger.batches().revoked(claim);
        assertThat(state(batch)).isEqualTo(BatchState.ASSEMBLED);
        assertThat(ledger.batches().tries(batch)).extracting(Try::state).containsExactly(TryState.REVOKED);
    }

    @Test
    void revokesTriesThatNeverReachedTheirCreateToo() {
        bench.drop(row("a", 1, 1));
        long batch = bench.assemble();
        Claim uploading = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().openTry(uploading);
        ledger.batches().release(uploading, Duration.ZERO, "upload failed");
        ledger.batches().doubt(bench.creating(), "reset", Duration.ZERO);
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().inputGone(claim, 2);
        ledger.batches().revoked(claim);
        assertThat(ledger.batches().tries(batch))
                .extracting(Try::state)
                .containsExactly(TryState.REVOKED, TryState.REVOKED);
    }

    @Test
    void pollsTheBatchesOfTheCredentialThatWaitedLongest() {
        bench.drop(row("a", 1, 1));
        long first = bench.assemble();
        bench.submit();
        clock.pass(MINUTE);
        bench.drop(row("b", 1, 1));
        long second = ledger.assembly().open(new Assembly.NewBatch(bench.task, bench.recipe, "other"));
        bench.assembled(second, bench.queued());
        bench.submit();
        List<Claim> claims = ledger.batches().claimForPoll(10);
        assertThat(claims).extracting(claim -> claim.batch().id()).containsExactly(first);
        ledger.batches().progress(claims.get(0), RUNNING, MINUTE);
        assertThat(ledger.batches().claimForPoll(10))
                .extracting(claim -> claim.batch().id())
                .containsExactly(second);
    }

    @Test
    void countsPollsThatChangedNothing() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        bench.submit();
        for (int polls : new int[] {0, 0, 1, 2}) {
            Claim claim = ledger.batches().claimForPoll(1).get(0);
            assertThat(claim.batch().polls()).isEqualTo(polls);
            ledger.batches().progress(claim, RUNNING, Duration.ZERO);
        }
    }

    @Test
    void remembersACancelUntilItIsActedOn() {
        bench.drop(row("a", 1, 1));
        long batch = bench.assemble();
        bench.submit();
        ledger.batches().requestCancel(batch);
        assertThat(ledger.batches().claimForPoll(1).get(0).batch().cancel()).isTrue();
    }
}
