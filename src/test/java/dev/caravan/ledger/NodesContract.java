package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.ledger.Nodes.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules 3, 10 and 44: several processes on one ledger, each with what it claimed, and what becomes of that when one stops. */
abstract class NodesContract extends LedgerContract {
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration DEAD_AFTER = Duration.ofSeconds(60);

    private Ledger other;
    private Bench there;

    /** One more node of the ledger that is open. */
    abstract Ledger join(TestClock clock);

    @BeforeEach
    void joinIn() {
        other = join(clock);
        there = new Bench(other, clock);
    }

    @AfterEach
    void leave() {
        other.close();
    }

    private Node nodeOf(Ledger of) {
        return ledger.nodes().living().stream()
                .filter(node -> node.number() == of.nodes().number())
                .findFirst()
                .orElseThrow();
    }

    /** The other one is not heard of any more. */
    private void bury() {
        assertThat(ledger.nodes().bury(nodeOf(other))).isTrue();
    }

    private static void refused(Runnable write) {
        assertThatThrownBy(write::run).isInstanceOf(NodeDeadException.class);
    }

    @Test
    void knowsAllThatLive() {
        ledger.nodes().named("north", "1.2.3");
        other.nodes().named("south", "1.2.4");
        assertThat(ledger.nodes().living())
                .extracting(Node::number, Node::called, Node::version)
                .containsExactly(tuple(1, "node 1 (north)", "1.2.3"), tuple(2, "node 2 (south)", "1.2.4"));
    }

    @Test
    void whatOneHasInHandIsNotHandedToAnother() {
        bench.drop(row("a", 1, 1));
        long first = bench.assemble();
        bench.drop(row("b", 1, 1));
        long second = bench.assemble();
        assertThat(ledger.batches().claimForSubmit().orElseThrow().batch().id()).isEqualTo(first);
        assertThat(other.batches().claimForSubmit().orElseThrow().batch().id()).isEqualTo(second);
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        assertThat(other.batches().claimForSubmit()).isEmpty();
    }

    @Test
    void aBatchThatADeadNodeWasCreatingIsInDoubtUnderAHigherFence() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Batches.Claim theirs = there.creating();
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        bury();
        Batches.Claim mine = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(mine.batch().state()).isEqualTo(BatchState.IN_DOUBT);
        assertThat(mine.fence()).isEqualTo(theirs.fence() + 1);
    }

    @Test
    void aDeadNodeWritesNothingOfAnyKind() {
        bench.drop(rows("r", 2).toArray(Drops.Row[]::new));
        bench.assemble();
        Batches.Claim creating = there.creating();
        Batches.Try attempt = there.lastTry(creating);
        long drop = other.drops().arriving(new Drops.NewDrop(bench.task, "inbox", "file:///b.csv", null));
        other.drops().received(drop, "drops/" + drop + "/source.csv", 10);
        Drops.Claim reading = other.drops().claimForRead().orElseThrow();
        bury();

        refused(() -> other.batches().accepted(creating, attempt.no(), "job-1", Duration.ZERO));
        refused(() -> other.batches().doubt(creating, "no answer", Duration.ZERO));
        refused(() -> other.batches().release(creating, Duration.ZERO, null));
        refused(() -> other.batches().requestCancel(creating.batch().id()));
        refused(() -> there.append(reading, row("x", 1, 1)));
        refused(() -> other.drops().seal(reading));
        refused(() -> other.drops().arriving(new Drops.NewDrop(bench.task, "inbox", "file:///c.csv", null)));
        refused(() -> other.batches().claimForSubmit());
        refused(() -> other.drops().claimForRead());
        refused(() -> other.publications().claimDelivery());
        refused(() -> other.twins().claim());
        refused(() -> other.submissions().claim());
        refused(() -> there.open(bench.recipe));
        refused(() -> other.events().raise(EventKind.TWIN, "batch 1", "late"));
        refused(() -> other.nodes().beat());
        assertThat(other.doubts().maySend(creating, attempt)).isFalse();
        assertThat(ledger.batches().find(creating.batch().id()).orElseThrow().state())
                .isEqualTo(BatchState.CREATING);
        assertThat(ledger.counts().total().read()).isEqualTo(2);
    }

    @Test
    void aClaimThatWasTakenOverIsStaleForWhoeverHadIt() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Batches.Claim before = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().release(before, Duration.ZERO, null);
        other.batches().claimForSubmit().orElseThrow();
        assertThatThrownBy(() -> ledger.batches().openTry(before)).isInstanceOf(StaleFenceException.class);
        assertThatThrownBy(() -> ledger.batches().release(before, Duration.ZERO, null))
                .isInstanceOf(StaleFenceException.class);
    }

    @Test
    void aHalfReadDropGoesOnAtItsCheckpointElsewhere() {
        Drops.Claim theirs = there.arrive();
        there.append(theirs, row("a", 1, 1), row("b", 1, 2));
        assertThat(ledger.drops().claimForRead()).isEmpty();
        bury();
        Drops.Claim mine = ledger.drops().claimForRead().orElseThrow();
        assertThat(mine.dropId()).isEqualTo(theirs.dropId());
        assertThat(mine.fence()).isEqualTo(theirs.fence() + 1);
        assertThat(mine.checkpointRow()).isEqualTo(2);
        bench.append(mine, row("c", 1, 3));
        ledger.drops().seal(mine);
        assertThat(bench.states(mine.dropId())).isEqualTo(Map.of(RecordState.QUEUED, 3L));
    }

    @Test
    void resultsThatADeadNodeBroughtHomeHalfAreCollectedElsewhere() {
        long drop = bench.drop(row("a", 1, 1), row("b", 1, 2));
        bench.assemble();
        there.submit();
        Batches.Claim theirs = there.collectingSubmitted();
        List<Collection.Outcome> outcomes = there.outcomes(theirs, COMPLETED);
        there.apply(theirs, outcomes.subList(0, 1));
        bury();
        refused(() -> there.apply(theirs, outcomes));
        Batches.Claim mine = ledger.batches().claimForCollect().orElseThrow();
        assertThat(mine.fence()).isGreaterThan(theirs.fence());
        ledger.collection().apply(mine, outcomes);
        ledger.collection().collected(mine);
        assertThat(bench.states(drop)).isEqualTo(Map.of(COMPLETED, 2L));
    }

    @Test
    void aDeliveryOfADeadNodeGoesOnElsewhere() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        var publication = ledger.publications().open(bench.task, 10).orElseThrow();
        ledger.publications().sealed(publication.id(), Bench.content(publication), List.of("files"));
        Publications.Delivery theirs = other.publications().claimDelivery().orElseThrow();
        assertThat(ledger.publications().claimDelivery()).isEmpty();
        bury();
        refused(() -> other.publications().delivered(theirs));
        Publications.Delivery mine = ledger.publications().claimDelivery().orElseThrow();
        assertThat(mine.fence()).isEqualTo(theirs.fence() + 1);
        assertThat(mine.sends()).isEqualTo(theirs.sends() + 1);
        ledger.publications().delivered(mine);
    }

    @Test
    void whoeverStopsBeatingIsCalledDeadOnceAndByItsCounterAlone() {
        var watch = new NodeWatch(ledger.nodes(), clock::nanos, BEAT, DEAD_AFTER);
        var third = join(clock);
        try (third) {
            var theirs = new NodeWatch(third.nodes(), clock::nanos, BEAT, DEAD_AFTER);
            int looks = 0;
            boolean buried = false;
            while (!buried) {
                clock.pass(BEAT);
                looks++;
                buried = watch.look().stream().map(Node::number).toList().equals(List.of(2));
                assertThat(theirs.look()).isEmpty();
            }
            assertThat(looks).isEqualTo(13);
            assertThat(ledger.nodes().living()).extracting(Node::number).containsExactly(1, 3);
            assertThat(ledger.events().newest(10))
                    .filteredOn(event -> event.kind() == EventKind.NODE_DEAD)
                    .singleElement()
                    .satisfies(event -> assertThat(event.subject()).isEqualTo("node 2"));
        }
    }

    @Test
    void timeInWhichTheWatcherWasStoppedCountsAgainstNobody() {
        var watch = new NodeWatch(ledger.nodes(), clock::nanos, BEAT, DEAD_AFTER);
        watch.look();
        clock.pass(Duration.ofHours(1));
        assertThat(watch.look()).isEmpty();
        other.nodes().beat();
        clock.pass(BEAT);
        assertThat(watch.look()).isEmpty();
        assertThat(ledger.nodes().living()).hasSize(2);
    }

    @Test
    void aNodeThatMovedIsNotBuriedByWhoeverSawItStandStill() {
        Node seen = nodeOf(other);
        other.nodes().beat();
        assertThat(ledger.nodes().bury(seen)).isFalse();
        assertThat(ledger.nodes().living()).hasSize(2);
    }

    @Test
    void whatANodeHasWhenItLeavesIsFreeAtOnce() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        other.batches().claimForSubmit().orElseThrow();
        other.close();
        assertThat(ledger.batches().claimForSubmit()).isPresent();
        assertThat(ledger.nodes().living()).extracting(Node::number).containsExactly(1);
        assertThat(ledger.events().newest(10)).isEmpty();
        other = join(clock);
    }

    @Test
    void tellsAStartOfItsOwnFromThatOfACopy() {
        Node me = nodeOf(ledger);
        assertThat(other.nodes().knows(me.incarnation(), me.token())).isTrue();
        assertThat(other.nodes().knows(me.incarnation(), "another")).isFalse();
        assertThat(other.nodes().knows(me.incarnation() + 7, me.token())).isFalse();
    }
}
