package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.RecordState.QUEUED;
import static dev.caravan.ledger.RecordState.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Drops.Refusal;
import dev.caravan.ledger.Ranges.Claim;
import dev.caravan.ledger.Ranges.Found;
import dev.caravan.ledger.Ranges.Frame;
import dev.caravan.ledger.Ranges.Mark;
import dev.caravan.ledger.Ranges.Numbered;
import dev.caravan.ledger.Ranges.Phase;
import dev.caravan.ledger.Ranges.Range;
import dev.caravan.ledger.Ranges.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A drop whose ranges are read and stored one by one. */
abstract class RangesContract extends LedgerContract {
    private static final Range FIRST = new Range(0, new Mark(10, 1, 0), 50);
    private static final Range SECOND = new Range(1, new Mark(50, 4, 1), 90);

    private static Found found(Claim claim, long rows) {
        return new Found("drops/1/rows-" + claim.range().no(), rows, 1, 100, 2, null);
    }

    /** A drop of two ranges, all marked. */
    private Drops.Claim marked() {
        Drops.Claim claim = bench.arrive();
        ledger.ranges().mark(claim, bench.recipe, List.of(FIRST));
        ledger.ranges().mark(claim, bench.recipe, List.of(SECOND));
        ledger.ranges().marked(claim);
        return claim;
    }

    private void read(long rows) {
        Claim claim = ledger.ranges().claim().orElseThrow();
        assertThat(claim.step()).isEqualTo(Step.READ);
        ledger.ranges().read(claim, found(claim, rows));
    }

    /** Numbers the records of two ranges of so many rows each. */
    private Drops.Claim weighed(long first, long second) {
        marked();
        read(first);
        read(second);
        Drops.Claim claim = ledger.drops().claimForRead().orElseThrow();
        ledger.ranges().weighed(claim, "drops/1/doubles", 1);
        return claim;
    }

    private static Frame frame(Claim claim, Drops.Row... rows) {
        List<Numbered> numbered = new ArrayList<>();
        for (Drops.Row row : rows) {
            numbered.add(new Numbered(claim.firstId() + numbered.size(), row));
        }
        return new Frame("drops/1/segment-" + claim.range().no(), 0, claim.firstId(), rows.length, numbered);
    }

    @Test
    void handsOutEachRangeOnceWhileOthersAreStillMarked() {
        Drops.Claim drop = bench.arrive();
        ledger.ranges().mark(drop, bench.recipe, List.of(FIRST, SECOND));
        Claim one = ledger.ranges().claim().orElseThrow();
        Claim two = ledger.ranges().claim().orElseThrow();
        assertThat(one.range()).isEqualTo(FIRST);
        assertThat(two.range()).isEqualTo(SECOND);
        assertThat(two.drop().dropId()).isEqualTo(drop.dropId());
        assertThat(two.recipeId()).isEqualTo(bench.recipe);
        assertThat(ledger.ranges().claim()).isEmpty();
        assertThat(ledger.ranges().split(drop).phase()).isEqualTo(Phase.MARKING);
    }

    @Test
    void theDropIsNobodysUntilAllItsRangesAreReadAndThenAllStored() {
        Drops.Claim drop = marked();
        assertThat(ledger.drops().claimForRead()).isEmpty();
        read(2);
        assertThat(ledger.drops().claimForRead()).isEmpty();
        read(3);
        assertThat(ledger.ranges().claim()).isEmpty();
        Drops.Claim all = ledger.drops().claimForRead().orElseThrow();
        assertThat(all.fence()).isGreaterThan(drop.fence());
        assertThat(ledger.ranges().split(all).phase()).isEqualTo(Phase.READ);
        assertThat(ledger.ranges().split(all).parts())
                .extracting(Ranges.Part::range)
                .containsExactly(FIRST, SECOND);
        assertThatThrownBy(() -> ledger.ranges().weighed(drop, null, 1)).isInstanceOf(StaleFenceException.class);

        ledger.ranges().weighed(all, null, 1);
        assertThat(ledger.drops().claimForRead()).isEmpty();
        Claim one = ledger.ranges().claim().orElseThrow();
        Claim two = ledger.ranges().claim().orElseThrow();
        assertThat(List.of(one.step(), two.step())).containsOnly(Step.STORE);
        assertThat(two.firstId()).isEqualTo(one.firstId() + 2);
        ledger.ranges().store(two, List.of(), true);
        assertThat(ledger.drops().claimForRead()).isEmpty();
        ledger.ranges().store(one, List.of(), true);
        assertThat(ledger.drops().claimForRead()).isPresent();
    }

    @Test
    void countsWhatIsStoredAtOnceAndLetsNothingBeClaimedBeforeTheSeal() {
        bench.drop(row("old", 1, 1), row("same", 2, 2));
        Drops.Claim drop = weighed(3, 2);
        Claim one = ledger.ranges().claim().orElseThrow();
        Claim two = ledger.ranges().claim().orElseThrow();
        ledger.ranges().store(two, List.of(frame(two, row("x", 7, 5), row("same", 2, 6))), true);
        assertThat(ledger.counts().recount()).isEmpty();
        assertThat(ledger.drops().find(drop.dropId()).orElseThrow().counts().unchanged())
                .isEqualTo(1);
        ledger.ranges().store(one, List.of(frame(one, row("b", 1, 2), row("a", 1, 3), row("old", 9, 4))), true);
        assertThat(bench.candidates()).hasSize(1);
        assertThat(ledger.assembly().waiting()).containsExactly(new Assembly.Waiting(bench.task, 1, clock.instant()));

        Drops.Claim all = ledger.drops().claimForRead().orElseThrow();
        ledger.ranges().settle(all, 0, List.of(), List.of(new Refusal(3, "bad_json", "no")));
        ledger.ranges().settle(all, 0, List.of(), List.of(new Refusal(3, "bad_json", "no")));
        ledger.ranges().settle(all, 1, List.of(), List.of());
        assertThat(ledger.counts().recount()).isEmpty();
        DropCounts counts = ledger.drops().seal(all);
        assertThat(counts).isEqualTo(new DropCounts(6, 1, 0, 1, 0, Map.of(QUEUED, 4L)));
        assertThat(bench.states(1)).isEqualTo(Map.of(QUEUED, 1L, SUPERSEDED, 1L));
        assertThat(bench.candidates()).hasSize(5);
        assertThat(ledger.ranges().split(all)).isEqualTo(new Ranges.Split(Phase.NONE, List.of(), null));
    }

    @Test
    void settlesKeysThatComeTwiceInTheOrderOfTheirLines() {
        weighed(2, 2);
        Claim one = ledger.ranges().claim().orElseThrow();
        Claim two = ledger.ranges().claim().orElseThrow();
        assertThat(two.doubles()).isEqualTo("drops/1/doubles");
        ledger.ranges().store(two, List.of(new Frame("s", 0, two.firstId(), 2, List.of())), true);
        ledger.ranges().store(one, List.of(new Frame("s", 0, one.firstId(), 2, List.of())), true);
        Drops.Claim all = ledger.drops().claimForRead().orElseThrow();
        ledger.ranges()
                .settle(
                        all,
                        0,
                        List.of(
                                new Numbered(one.firstId(), row("a", 1, 2)),
                                new Numbered(one.firstId() + 1, row("a", 2, 3))),
                        List.of());
        ledger.ranges().settle(all, 1, List.of(new Numbered(two.firstId(), row("a", 1, 5))), List.of());
        assertThat(ledger.drops().seal(all)).isEqualTo(new DropCounts(3, 1, 1, 0, 0, Map.of(QUEUED, 1L)));
        assertThat(ledger.drops().refusals(all.dropId(), 0, 10))
                .containsExactly(new Refusal(
                        3,
                        "duplicate_key_other_content",
                        "the key \"a\" of line 3 stands in line 2 with other content"));
        assertThat(bench.candidates()).extracting(Assembly.Candidate::recordId).containsExactly(one.firstId());
    }

    @Test
    void takesNothingFromWhoeverLostTheRangeAndGoesOnWhereItWasCommitted() {
        weighed(4, 1);
        Claim lost = ledger.ranges().claim().orElseThrow();
        ledger.ranges().store(lost, List.of(frame(lost, row("a", 1, 2), row("b", 1, 3))), false);
        crash();
        Claim next = ledger.ranges().claim().orElseThrow();
        assertThat(next.range()).isEqualTo(FIRST);
        assertThat(next.frames()).isEqualTo(1);
        assertThat(next.fence()).isGreaterThan(lost.fence());
        assertThatThrownBy(() -> ledger.ranges().store(lost, List.of(), true)).isInstanceOf(StaleFenceException.class);
        ledger.ranges().release(next);
        assertThatThrownBy(() -> ledger.ranges().release(next)).isInstanceOf(StaleFenceException.class);
        assertThatThrownBy(() -> ledger.ranges().giveUp(next)).isInstanceOf(StaleFenceException.class);
        Claim again = ledger.ranges().claim().orElseThrow();
        ledger.ranges().forsake(again);
        assertThat(ledger.ranges().claim()).map(Claim::range).contains(FIRST);
    }

    @Test
    void aDropThatIsGivenUpIsReadInOnePieceAsIfNothingHadBeenStored() {
        bench.drop(row("a", 1, 1));
        Drops.Claim drop = weighed(1, 1);
        Claim one = ledger.ranges().claim().orElseThrow();
        Claim two = ledger.ranges().claim().orElseThrow();
        ledger.ranges().store(one, List.of(frame(one, row("a", 2, 2))), true);
        ledger.ranges().giveUp(two);
        Drops.Claim all = ledger.drops().claimForRead().orElseThrow();
        assertThat(ledger.ranges().split(all).parts())
                .extracting(Ranges.Part::inOnePiece)
                .containsExactly(false, true);
        ledger.ranges().inOnePiece(all);
        assertThat(ledger.ranges().split(all).phase()).isEqualTo(Phase.ONE_PIECE);
        assertThat(ledger.ranges().claim()).isEmpty();
        assertThat(ledger.drops().find(drop.dropId()).orElseThrow().counts().read())
                .isZero();
        assertThat(bench.append(all, row("a", 1, 2))).isEqualTo(new Drops.Appended(0, 0, 0, 1, 0));
        ledger.drops().seal(all);
        assertThat(bench.candidates()).hasSize(1);
    }

    @Test
    void rangesBehindAPlaceThatCannotBeReadDoNotCount() {
        Drops.Claim drop = marked();
        Claim one = ledger.ranges().claim().orElseThrow();
        ledger.ranges().read(one, new Found("drops/1/rows-0", 1, 0, 10, 1, "line 3: torn"));
        read(1);
        Drops.Claim all = ledger.drops().claimForRead().orElseThrow();
        Found found = ledger.ranges().split(all).parts().get(0).found();
        assertThat(found).isNotNull().extracting(Found::reason).isEqualTo("line 3: torn");
        ledger.ranges().weighed(all, null, 0);
        Claim store = ledger.ranges().claim().orElseThrow();
        ledger.ranges().store(store, List.of(frame(store, row("a", 1, 2))), true);
        Drops.Claim end = ledger.drops().claimForRead().orElseThrow();
        ledger.ranges().settle(end, 0, List.of(), List.of());
        ledger.drops().fail(end, "line 3: torn", true);
        assertThat(bench.states(drop.dropId())).isEqualTo(Map.of(QUEUED, 1L));
        assertThat(bench.candidates()).hasSize(1);
    }

    @Test
    void aDropThatFailsTakesItsRangesWithIt() {
        bench.drop(row("a", 1, 1));
        weighed(1, 1);
        Claim one = ledger.ranges().claim().orElseThrow();
        ledger.ranges().store(one, List.of(frame(one, row("a", 2, 2))), true);
        Claim two = ledger.ranges().claim().orElseThrow();
        ledger.ranges().store(two, List.of(), true);
        Drops.Claim end = ledger.drops().claimForRead().orElseThrow();
        ledger.drops().fail(end, "changed", false);
        assertThat(ledger.drops().find(end.dropId()).orElseThrow().counts().read())
                .isZero();
        assertThat(bench.candidates()).hasSize(1);
        assertThat(ledger.ranges().split(end).parts()).isEmpty();
    }
}
