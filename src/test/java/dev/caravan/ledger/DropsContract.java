package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.COMPLETED;
import static dev.caravan.ledger.RecordState.INVALID_OUTPUT;
import static dev.caravan.ledger.RecordState.QUEUED;
import static dev.caravan.ledger.RecordState.SUBMITTED;
import static dev.caravan.ledger.RecordState.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.caravan.ledger.Drops.Appended;
import dev.caravan.ledger.Drops.Claim;
import dev.caravan.ledger.Drops.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules 28 to 32: what a drop brings, and what becomes of what was there. */
abstract class DropsContract extends LedgerContract {

    @Test
    void givesRowsOfAFrameConsecutiveIdsAndLeavesHolesForTheOthers() {
        bench.drop(row("a", 1, 1), row("a", 1, 2), row("b", 2, 3));
        bench.drop(row("c", 3, 1));
        assertThat(bench.candidates()).extracting(Assembly.Candidate::recordId).containsExactly(1L, 3L, 4L);
        assertThat(ledger.assembly().inputsOf(List.of(1L, 3L, 4L, 99L)))
                .containsOnly(
                        Map.entry(1L, new Assembly.InputAt("drops/1/segment", 0, 0)),
                        Map.entry(3L, new Assembly.InputAt("drops/1/segment", 0, 2)),
                        Map.entry(4L, new Assembly.InputAt("drops/2/segment", 0, 0)));
    }

    @Test
    void countsAKeyThatComesTwiceWithTheSameContentAsDuplicate() {
        Claim claim = bench.arrive();
        assertThat(bench.append(claim, row("b", 1, 1), row("a", 1, 2), row("b", 1, 3)))
                .isEqualTo(new Appended(2, 0, 1, 0, 0));
        assertThat(bench.append(claim, row("a", 1, 4))).isEqualTo(new Appended(0, 0, 1, 0, 0));
    }

    @Test
    void refusesAKeyThatComesTwiceWithOtherContentAndNamesBothLines() {
        Claim claim = bench.arrive();
        bench.append(claim, row("a", 1, 2));
        assertThat(bench.append(claim, row("a", 9, 7))).isEqualTo(new Appended(0, 1, 0, 0, 0));
        assertThat(ledger.drops().refusals(claim.dropId(), 0, 10))
                .containsExactly(new Refusal(
                        7,
                        "duplicate_key_other_content",
                        "the key \"a\" of line 7 stands in line 2 with other content"));
    }

    @Test
    void findsDuplicatesOfAKeyThatThisDropRevised() {
        bench.drop(row("a", 1, 1));
        Claim claim = bench.arrive();
        assertThat(bench.append(claim, row("a", 2, 1), row("a", 2, 2), row("a", 3, 3)))
                .isEqualTo(new Appended(1, 1, 1, 0, 0));
        assertThat(bench.append(claim, row("a", 2, 4))).isEqualTo(new Appended(0, 0, 1, 0, 0));
    }

    @Test
    void paysNothingForTheSameContentAndRecipe() {
        bench.drop(bench.recipe, rows("r", 250));
        Claim claim = bench.arrive();
        assertThat(bench.append(claim, bench.recipe, rows("r", 250))).isEqualTo(new Appended(0, 0, 0, 250, 0));
        assertThat(ledger.drops().seal(claim).unchanged()).isEqualTo(250);
    }

    @Test
    void makesANewRevisionForAnotherRecipeUnlessTheOldOneGoesAgainWithItAnyway() {
        bench.drop(row("done", 1, 1), row("invalid", 1, 2));
        bench.assemble();
        Batches.Claim collect = bench.collecting();
        bench.apply(collect, List.of(bench.outcome(1, 1, COMPLETED, 0), bench.outcome(2, 1, INVALID_OUTPUT, 50)));
        ledger.collection().collected(collect);
        bench.drop(row("queued", 1, 1));

        Claim claim = bench.arrive();
        Appended appended = bench.append(
                claim, bench.recipe(2), List.of(row("done", 1, 1), row("invalid", 1, 2), row("queued", 1, 3)));

        assertThat(appended).isEqualTo(new Appended(1, 0, 0, 2, 0));
    }

    @Test
    void countsARowAsStaleWhenALaterDropBroughtItsKey() {
        long older = ledger.drops().arriving(new Drops.NewDrop(bench.task, "inbox", "file:///slow.csv", null));
        bench.drop(row("a", 2, 1));
        ledger.drops().received(older, "drops/1/source", 1);
        Claim claim = ledger.drops().claimForRead().orElseThrow();
        assertThat(claim.dropId()).isEqualTo(older);
        assertThat(bench.append(claim, row("a", 1, 1))).isEqualTo(new Appended(0, 0, 0, 0, 1));
    }

    @Test
    void storesTheCheckpointWithTheRowsForTheNextReader() {
        Claim claim = bench.arrive();
        bench.append(claim, bench.recipe, rows("r", 3), new Refusal(4, "no_id", "empty"));
        crash();
        Claim next = ledger.drops().claimForRead().orElseThrow();
        assertThat(next.checkpointRow()).isEqualTo(4);
        assertThat(next.checkpointHash()).isEqualTo(4 * 31);
        assertThat(next.fence()).isGreaterThan(claim.fence());
        bench.append(next, row("r9", 9, 5));
        assertThat(ledger.drops().seal(next).read()).isEqualTo(5);
    }

    @Test
    void takesNothingFromAReaderWhoseClaimHasEnded() {
        Claim claim = bench.arrive();
        ledger.drops().release(claim);
        assertThatThrownBy(() -> bench.append(claim, row("a", 1, 1))).isInstanceOf(StaleFenceException.class);
        Claim next = ledger.drops().claimForRead().orElseThrow();
        assertThatThrownBy(() -> ledger.drops().seal(claim)).isInstanceOf(StaleFenceException.class);
        assertThat(ledger.drops().seal(next).read()).isZero();
        assertThatThrownBy(() -> ledger.drops().fail(next, "late", false)).isInstanceOf(StaleFenceException.class);
    }

    @Test
    void readsOneDropOfATaskAtATime() {
        Claim first = bench.arrive();
        long second = ledger.drops().arriving(new Drops.NewDrop(bench.task, "inbox", "file:///b.csv", null));
        ledger.drops().received(second, "drops/2/source", 1);
        assertThat(ledger.drops().claimForRead()).isEmpty();
        ledger.drops().fail(first, "truncated", false);
        assertThat(ledger.drops().claimForRead()).map(Claim::dropId).contains(second);
    }

    @Test
    void letsNothingBeClaimedBeforeTheDropIsSealed() {
        Claim claim = bench.arrive();
        bench.append(claim, row("a", 1, 1));
        assertThat(bench.candidates()).isEmpty();
        assertThat(ledger.assembly().waiting()).isEmpty();
        ledger.drops().seal(claim);
        assertThat(bench.candidates()).hasSize(1);
        assertThat(ledger.assembly().waiting()).containsExactly(new Assembly.Waiting(bench.task, 1, clock.instant()));
    }

    @Test
    void supersedesOlderRevisionsAtTheSealAndNotBefore() {
        long first = bench.drop(row("a", 1, 1), row("b", 1, 2));
        Claim claim = bench.arrive();
        bench.append(claim, row("a", 2, 1));
        assertThat(bench.states(first)).isEqualTo(Map.of(QUEUED, 2L));
        assertThat(bench.candidates()).extracting(Assembly.Candidate::recordId).containsExactly(2L);
        ledger.drops().seal(claim);
        assertThat(bench.states(first)).isEqualTo(Map.of(QUEUED, 1L, SUPERSEDED, 1L));
        assertThat(bench.candidates()).extracting(Assembly.Candidate::recordId).containsExactly(2L, 3L);
    }

    @Test
    void letsASubmittedRevisionFinishAndThenStepAside() {
        long first = bench.drop(row("a", 1, 1));
        bench.assemble();
        bench.drop(row("a", 2, 1));
        assertThat(bench.states(first)).isEqualTo(Map.of(SUBMITTED, 1L));
        Batches.Claim collect = bench.collecting();
        bench.apply(collect, bench.outcomes(collect, COMPLETED));
        assertThat(ledger.collection().collected(collect).ok()).isEqualTo(1);
        assertThat(bench.states(first)).isEqualTo(Map.of(SUPERSEDED, 1L));
        assertThat(ledger.publications().open(bench.task, 10)).isEmpty();
    }

    @Test
    void givesEverythingBackWhenADropIsWithdrawn() {
        long done = bench.drop(row("done", 1, 1));
        bench.complete();
        long queued = bench.drop(row("queued", 1, 1), row("taken", 1, 2));
        Claim claim = bench.arrive();
        bench.append(
                claim,
                bench.recipe,
                List.of(row("done", 2, 1), row("queued", 2, 2), row("new", 1, 3)),
                new Refusal(4, "no_id", "empty"));
        assertThat(ledger.publications().open(bench.task, 10)).isEmpty();
        bench.assemble();

        ledger.drops().fail(claim, "unterminated quote in line 5", false);

        assertThat(ledger.drops().find(claim.dropId()).orElseThrow())
                .isEqualTo(new Drops.Drop(
                        claim.dropId(),
                        bench.task,
                        "inbox",
                        "file:///in.csv",
                        DropState.FAILED,
                        "unterminated quote in line 5",
                        new DropCounts(0, 0, 0, 0, 0, Map.of())));
        assertThat(ledger.drops().refusals(claim.dropId(), 0, 10)).hasSize(1);
        assertThat(bench.candidates()).extracting(Assembly.Candidate::recordId).containsExactly(2L);
        assertThat(ledger.publications().open(bench.task, 10))
                .map(Publications.Publication::records)
                .contains(1);
        assertThat(bench.states(done)).isEqualTo(Map.of(COMPLETED, 1L));
        assertThat(bench.states(queued)).isEqualTo(Map.of(QUEUED, 1L, SUBMITTED, 1L));
        bench.drop(row("later", 1, 1));
        assertThat(bench.candidates()).extracting(Assembly.Candidate::recordId).containsExactly(2L, 7L);
    }

    @Test
    void keepsWhatWasReadOfAFailedDropWhereTheTaskSaysSo() {
        Claim claim = bench.arrive();
        bench.append(claim, row("a", 1, 1));
        ledger.drops().fail(claim, "truncated", true);
        assertThat(bench.states(claim.dropId())).isEqualTo(Map.of(QUEUED, 1L));
        assertThat(bench.candidates()).hasSize(1);
    }

    @Test
    void takesAVersionOfASourceOnceUnlessItVanishedOrFailed() {
        var drop = new Drops.NewDrop(bench.task, "s3", "s3://in/a.csv", "etag-1");
        ledger.drops().vanished(ledger.drops().arriving(drop));
        long id = ledger.drops().arriving(drop);
        assertThatThrownBy(() -> ledger.drops().arriving(drop))
                .isInstanceOf(LedgerException.class)
                .hasMessage("Drop " + id + " is s3://in/a.csv in version \"etag-1\" already; it is not taken twice");
        assertThatThrownBy(() -> ledger.drops().vanished(99)).hasMessage("The ledger has no drop 99");
        ledger.drops().received(id, "drops/2/source", 1);
        assertThatThrownBy(() -> ledger.drops().vanished(id))
                .hasMessage("Drop " + id + " can't move from RECEIVED to VOID; allowed: [READING]");
    }

    @Test
    void knowsWhatBecameOfEachVersionOfASource() {
        Drops drops = ledger.drops();
        long first = drops.arriving(new Drops.NewDrop(bench.task, "s3", "s3://in/a.csv", "1"));
        drops.received(first, "drops/1/source", 1);
        drops.fail(drops.claimForRead().orElseThrow(), "broken", false);
        assertThat(drops.seen("s3", List.of("s3://in/a.csv")))
                .isEqualTo(
                        Map.of(new Drops.Source("s3://in/a.csv", "1"), new Drops.Seen(first, DropState.FAILED, false)));
        drops.putAway(first);
        long next = drops.arriving(new Drops.NewDrop(bench.task, "s3", "s3://in/a.csv", "2"));
        drops.vanished(drops.arriving(new Drops.NewDrop(bench.task, "s3", "s3://in/b.csv", "1")));
        drops.arriving(new Drops.NewDrop(bench.task, "gcs", "s3://in/b.csv", "1"));
        assertThat(drops.seen("s3", List.of("s3://in/a.csv", "s3://in/b.csv")))
                .isEqualTo(Map.of(
                        new Drops.Source("s3://in/a.csv", "1"), new Drops.Seen(first, DropState.FAILED, true),
                        new Drops.Source("s3://in/a.csv", "2"), new Drops.Seen(next, DropState.ARRIVING, false)));
        long again = drops.arriving(new Drops.NewDrop(bench.task, "s3", "s3://in/a.csv", "1"));
        assertThat(drops.seen("s3", List.of("s3://in/a.csv")).get(new Drops.Source("s3://in/a.csv", "1")))
                .isEqualTo(new Drops.Seen(again, DropState.ARRIVING, false));
        assertThat(drops.seen("s3", List.of())).isEmpty();
    }

    @Test
    void takesManyRowsAtATimeAndFindsTheKnownAmongThem() {
        long first = bench.drop(bench.recipe, rows("r", 1_000));
        assertThat(bench.states(first)).containsExactly(entry(RecordState.QUEUED, 1_000L));
        Drops.Claim claim = bench.arrive();
        List<Drops.Row> some = new ArrayList<>(rows("s", 600));
        some.addAll(rows("r", 10));
        some.add(row("r20", -1, 611));
        some.add(row("s1", 1, 612));
        some.add(row("s2", -1, 613));
        some.add(row("ü" + "\uD83D\uDE00", 1, 614));
        Drops.Appended appended = bench.append(claim, bench.recipe, some);
        assertThat(appended).isEqualTo(new Drops.Appended(602, 1, 1, 10, 0));
        ledger.drops().seal(claim);
        assertThat(bench.states(first))
                .containsExactly(entry(RecordState.QUEUED, 999L), entry(RecordState.SUPERSEDED, 1L));
        assertThat(bench.candidates()).hasSize(1_601);
        bench.complete();
        assertThat(bench.states(claim.dropId())).containsExactly(entry(RecordState.COMPLETED, 602L));
    }
}
