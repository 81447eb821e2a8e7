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
    void whoHasLeftIsToldSoAndNotThatItCountsAsDead() {
        other.nodes().leave();
        assertThatThrownBy(() -> other.nodes().beat())
                .isInstanceOf(NodeDeadException.class)
                .hasMessage("This process (node 2) has left the ledger, because it is stopping. What it was at is done"
                        + " by the other nodes or by its next start; nothing is lost");
        assertThat(ledger.nodes().living()).extracting(Node::number).containsExactly(1);
    }

    @Test
    void aClaimThatWasTakenOverIsStaleForWhoeverHadIt() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Batches.Claim before = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().release(before, Duration.ZERO, null);
        assertThat(other.batches().claimForSubmit()).isPresent();
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
    void aBatchThatIsBeingCutIsLeftOnlyWhenItsNodeIsDead() {
        bench.drop(row("a", 1, 1));
        Members members = there.queued();
        long batch = there.open(bench.recipe);
        assertThat(ledger.assembly().leftAssembling()).isEmpty();
        assertThatThrownBy(() -> ledger.assembly().abandon(batch)).hasMessageContaining("another node cuts it");
        assertThatThrownBy(() -> bench.assembled(batch, members)).isInstanceOf(LedgerException.class);
        bury();
        refused(() -> there.assembled(batch, members));
        assertThat(ledger.assembly().leftAssembling()).containsExactly(batch);
        ledger.assembly().abandon(batch);
        bench.assemble();
    }

    @Test
    void ofTwoThatCutTheSameRecordsOneDoes() {
        long drop = bench.drop(row("a", 1, 1), row("b", 1, 2));
        long mine = bench.open(bench.recipe);
        long theirs = there.open(bench.recipe);
        Members same = bench.queued();
        assertThat(there.assembled(theirs, same)).isTrue();
        assertThat(bench.assembled(mine, same)).isFalse();
        ledger.assembly().abandon(mine);
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.SUBMITTED, 2L));
    }

    @Test
    void nothingOfADropThatWasCancelledElsewhereMeanwhileIsSent() {
        long drop = bench.drop(row("a", 1, 1), row("b", 1, 2));
        Members members = there.queued();
        long batch = there.open(bench.recipe);
        ledger.cancels().drop(drop, "ann");
        assertThat(there.assembled(batch, members)).isFalse();
        other.assembly().abandon(batch);
        ledger.cancels().holdQueued(10);
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.HELD, 2L));
    }

    @Test
    void anOpenPublicationIsMadeByOneNode() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        var theirs = other.publications().open(bench.task, 10).orElseThrow();
        assertThat(ledger.publications().open(bench.task, 10)).isEmpty();
        assertThat(ledger.publications().leftOpen()).isEmpty();
        assertThat(other.publications().leftOpen()).containsExactly(theirs);
        assertThatThrownBy(() -> ledger.publications().sealed(theirs.id(), Bench.content(theirs), List.of()))
                .isInstanceOf(LedgerException.class);
        assertThatThrownBy(() -> ledger.publications().park(theirs.id(), Map.of()))
                .isInstanceOf(StaleFenceException.class);
        bury();
        assertThat(ledger.publications().leftOpen()).containsExactly(theirs);
        refused(() -> other.publications().sealed(theirs.id(), Bench.content(theirs), List.of()));
        ledger.publications().sealed(theirs.id(), Bench.content(theirs), List.of());
        assertThat(ledger.publications().leftOpen()).isEmpty();
    }

    @Test
    void aDropThatArrivesIsSettledByOthersOnlyWhenItsNodeIsDead() {
        long drop = other.drops().arriving(new Drops.NewDrop(bench.task, "inbox", "file:///b.csv", null));
        long upload = other.drops().arriving(new Drops.NewDrop(bench.task, Submissions.ZONE, "batch_x/0", null));
        assertThat(ledger.drops().arriving()).isEmpty();
        assertThat(ledger.submissions().orphans()).isEmpty();
        bury();
        assertThat(ledger.drops().arriving()).extracting(Drops.Arriving::dropId).containsExactly(drop);
        assertThat(ledger.submissions().orphans()).containsExactly(upload);
    }

    @Test
    void oneObjectOfABucketIsTakenByOneNode() {
        var object = new Drops.NewDrop(bench.task, "s3 exports", "s3://exports/a.csv", "v1");
        other.drops().arriving(object);
        assertThatThrownBy(() -> ledger.drops().arriving(object))
                .isInstanceOf(TakenAlreadyException.class)
                .hasMessageContaining("it is not taken twice");
    }

    @Test
    void callsUnderWayAreLostOnlyWithTheirNode() {
        var plan = new RealTimeCosts.Plan(bench.task, "sim", "fast", 30);
        other.realTimeCosts().reserve(plan);
        ledger.realTimeCosts().reserve(plan);
        assertThat(ledger.realTimeCosts().abandoned()).isEmpty();
        bury();
        assertThat(ledger.realTimeCosts().abandoned())
                .containsExactly(new RealTimeCosts.Abandoned(ledger.recipes().taskName(bench.task), 1, 30));
        assertThat(ledger.realTimeCosts().abandoned()).isEmpty();
    }

    @Test
    void aDutyIsDoneByOneNodeAtATime() {
        assertThat(other.nodes().duties().take("sweep")).isTrue();
        assertThat(other.nodes().duties().take("sweep")).isTrue();
        assertThat(ledger.nodes().duties().take("sweep")).isFalse();
        assertThat(ledger.nodes().duties().isHeld("sweep")).isTrue();
        ledger.nodes().duties().end("sweep");
        assertThat(ledger.nodes().duties().take("sweep")).isFalse();
        other.nodes().duties().end("sweep");
        assertThat(ledger.nodes().duties().isHeld("sweep")).isFalse();
        assertThat(ledger.nodes().duties().take("sweep")).isTrue();
        assertThat(other.nodes().duties().take("sweep")).isFalse();
    }

    @Test
    void theDutiesOfADeadNodeAreFree() {
        assertThat(other.nodes().duties().take("sweep")).isTrue();
        bury();
        assertThat(ledger.nodes().duties().isHeld("sweep")).isFalse();
        assertThat(ledger.nodes().duties().take("sweep")).isTrue();
        refused(() -> other.nodes().duties().end("sweep"));
        assertThat(ledger.nodes().duties().isHeld("sweep")).isTrue();
    }

    @Test
    void noticesOfTheSameChangesAreMadeOnce() {
        long cursor = ledger.notices().cursor("crm");
        var notice = new Notices.NewNotice("msg_1", "{}", clock.instant());
        assertThat(other.notices().make("crm", cursor, cursor + 5, List.of(notice)))
                .isTrue();
        other.notices().taken(other.notices().take("crm").orElseThrow());
        assertThat(ledger.notices().make("crm", cursor, cursor + 5, List.of(notice)))
                .isFalse();
        assertThat(ledger.notices().due()).isEmpty();
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
        assertThat(other.batches().claimForSubmit()).isPresent();
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
