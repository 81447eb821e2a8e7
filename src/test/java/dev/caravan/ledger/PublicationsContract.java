package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.COMPLETED;
import static dev.caravan.ledger.RecordState.PUBLISHED;
import static dev.caravan.ledger.RecordState.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Publications.Delivery;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.ledger.Publications.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules 34, 35 and 38 to 41: what is frozen, sent, and published. */
abstract class PublicationsContract extends LedgerContract {

    private Publication open() {
        return ledger.publications().open(bench.task, 1_000).orElseThrow();
    }

    private Publication sealed(String... sinks) {
        Publication publication = open();
        ledger.publications().sealed(publication.id(), Bench.content(publication), List.of(sinks));
        return publication;
    }

    private Delivery claim() {
        return ledger.publications().claimDelivery().orElseThrow();
    }

    @Test
    void takesCompletedRecordsOfCollectedBatchesOnly() {
        bench.drop(bench.recipe, rows("r", 3));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        bench.apply(claim, List.of(bench.outcome(1, 1, COMPLETED, 0), bench.outcome(3, 1, COMPLETED, 10)));
        assertThat(ledger.publications().tasksToPublish()).isEmpty();
        assertThat(ledger.publications().open(bench.task, 10)).isEmpty();
        ledger.collection().settleRest(claim, Bench.MISSING);
        ledger.collection().collected(claim);
        assertThat(ledger.publications().tasksToPublish()).containsExactly(bench.task);
        assertThat(open().records()).isEqualTo(2);
        assertThat(ledger.publications().tasksToPublish()).isEmpty();
        assertThat(ledger.publications().open(bench.task, 10)).isEmpty();
    }

    @Test
    void readsMembersPageByPageWithInputAndResult() {
        bench.drop(row("a", 1, 1), row("b", 2, 2), row("c", 3, 3));
        long batch = bench.complete();
        Publication publication = open();
        List<Member> page = ledger.publications().members(publication.id(), 1, 1);
        assertThat(page)
                .containsExactly(new Member(
                        2,
                        "b",
                        1,
                        1,
                        1,
                        bench.recipe,
                        batch,
                        new Collection.ResultAt(0, 200),
                        new Collection.ResultFile("results", "batches/1/results.jsonl", 10, "sha-results", 1),
                        new Assembly.InputAt("drops/1/segment", 0, 1),
                        new Collection.Usage(10, 1, 20, 2, 5),
                        null));
        assertThat(ledger.publications().members(publication.id(), 2, 10))
                .extracting(Member::recordId)
                .containsExactly(3L);
    }

    @Test
    void fillsAPublicationFromSeveralBatchesUpToItsLimit() {
        bench.drop(bench.recipe, rows("a", 3));
        bench.complete();
        bench.drop(bench.recipe, rows("b", 3));
        bench.complete();
        assertThat(ledger.publications().open(bench.task, 4))
                .map(Publication::records)
                .contains(4);
        assertThat(ledger.publications().open(bench.task, 4))
                .map(Publication::records)
                .contains(2);
        assertThat(ledger.publications().leftOpen())
                .extracting(Publication::records)
                .containsExactly(4, 2);
    }

    @Test
    void leavesNothingOutThatIsReadyAgainBehindTheLastPublication() {
        bench.drop(row("a", 1, 1), row("b", 1, 2), row("c", 1, 3));
        bench.complete();
        Drops.Claim newer = bench.arrive();
        bench.append(newer, row("a", 2, 1));
        List<String> published = new ArrayList<>();
        published.add(publishOne());
        ledger.drops().fail(newer, "broken off", false);
        published.add(publishOne());
        published.add(publishOne());
        assertThat(published).containsExactly("b", "c", "a");
        assertThat(ledger.publications().open(bench.task, 1)).isEmpty();
        assertThat(ledger.publications().tasksToPublish()).isEmpty();
    }

    private String publishOne() {
        Publications.Publication one = ledger.publications().open(bench.task, 1).orElseThrow();
        ledger.publications().sealed(one.id(), Bench.content(one), List.of());
        return ledger.publications().members(one.id(), 0, 10).get(0).sourceId();
    }

    @Test
    void freezesContentOnce() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        Publication publication = open();
        crash();
        assertThat(ledger.publications().leftOpen()).containsExactly(publication);
        ledger.publications().sealed(publication.id(), Bench.content(publication), List.of("csv"));
        assertThat(ledger.publications().leftOpen()).isEmpty();
        assertThatThrownBy(() ->
                        ledger.publications().sealed(publication.id(), Bench.content(publication), List.of("csv")))
                .hasMessage(
                        "Publication 1 is not open, or another node makes it; what was sealed once is never written again");
    }

    @Test
    void publishesWhenTheLastSinkHasIt() {
        long drop = bench.drop(row("a", 1, 1));
        bench.complete();
        Publication publication = sealed("csv", "jsonl");
        Delivery csv = claim();
        assertThat(csv)
                .isEqualTo(new Delivery(
                        publication.id(),
                        ledger.instance(),
                        bench.task,
                        "csv",
                        1,
                        0,
                        0,
                        csv.fence(),
                        Bench.content(publication),
                        ""));
        ledger.publications().delivered(csv);
        assertThat(bench.states(drop)).isEqualTo(Map.of(COMPLETED, 1L));
        assertThat(ledger.counts().settled()).isFalse();
        ledger.publications().delivered(claim());
        assertThat(bench.states(drop)).isEqualTo(Map.of(PUBLISHED, 1L));
        assertThat(ledger.counts().settled()).isTrue();
        assertThatThrownBy(() -> ledger.publications().givenUp(csv, "late", null))
                .isInstanceOf(StaleFenceException.class);
    }

    @Test
    void countsASendBeforeItHappensAndSendsAgainAfterACrash() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        sealed("csv");
        Delivery lost = claim();
        assertThat(ledger.publications().claimDelivery()).isEmpty();
        crash();
        Delivery again = claim();
        assertThat(again.sends()).isEqualTo(2);
        assertThatThrownBy(() -> ledger.publications().delivered(lost)).isInstanceOf(StaleFenceException.class);
        ledger.publications().delivered(again);
    }

    @Test
    void keepsTheOrderOfPublicationsPerSink() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        Publication first = sealed("csv");
        bench.drop(row("b", 1, 1));
        bench.complete();
        Publication second = sealed("csv");
        Delivery delivery = claim();
        assertThat(delivery.publicationId()).isEqualTo(first.id());
        ledger.publications().failed(delivery, "disk full", Duration.ofMinutes(1));
        assertThat(ledger.publications().claimDelivery()).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        ledger.publications().delivered(claim());
        assertThat(claim().publicationId()).isEqualTo(second.id());
    }

    @Test
    void leavesADeadDeliveryUntilItIsReplayed() {
        long drop = bench.drop(row("a", 1, 1));
        bench.complete();
        sealed("csv");
        ledger.publications().givenUp(claim(), "no such folder", null);
        assertThat(ledger.publications().claimDelivery()).isEmpty();
        assertThat(ledger.counts().settled()).isTrue();
        assertThat(bench.states(drop)).isEqualTo(Map.of(COMPLETED, 1L));
        assertThat(ledger.publications().replayDead()).isEqualTo(1);
        assertThat(claim().sends()).isEqualTo(1);
    }

    @Test
    void sendsWhatWasGivenUpOnceMoreByItselfWithItsSendsCountedOn() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        sealed("csv");
        ledger.publications().failed(claim(), "no answer", Duration.ZERO);
        ledger.publications().givenUp(claim(), "no answer", Duration.ofHours(1));
        assertThat(ledger.counts().settled()).isTrue();
        clock.pass(Duration.ofMinutes(59));
        assertThat(ledger.publications().claimDelivery()).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        Delivery third = claim();
        assertThat(third.sends()).isEqualTo(3);
        ledger.publications().givenUp(third, "no answer", Duration.ofHours(1));
        clock.pass(Duration.ofDays(-2));
        assertThat(claim().sends()).as("rule 44: no wait is as long as that").isEqualTo(4);
    }

    @Test
    void nothingWaitsForATaskThatIsNoLongerThere() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        bench.drop(row("b", 1, 1), row("c", 1, 2));
        String task = ledger.recipes().taskName(bench.task);
        assertThat(ledger.counts().settled()).isFalse();
        assertThat(ledger.counts().left(Set.of(task))).isEmpty();
        List<Counts.Left> left = ledger.counts().left(Set.of("another"));
        assertThat(left).containsExactly(new Counts.Left(bench.task, task, 2, 1));
        assertThat(ledger.counts().settled(left)).isTrue();
        open();
        assertThat(ledger.counts().settled(left)).isTrue();
        assertThat(ledger.counts().settled()).isFalse();
    }

    @Test
    void aDeliveryThatWasGivenUpHoldsNoLaterOneUp() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        Publication first = sealed("csv");
        ledger.publications().givenUp(claim(), "refused", Duration.ofHours(1));
        bench.drop(row("b", 1, 1));
        bench.complete();
        Publication second = sealed("csv");
        Delivery later = claim();
        assertThat(later.publicationId()).isEqualTo(second.id());
        ledger.publications().delivered(later);
        clock.pass(Duration.ofHours(1));
        Delivery again = claim();
        assertThat(again.publicationId()).isEqualTo(first.id());
        ledger.publications().delivered(again);
        assertThat(ledger.publications().claimDelivery()).isEmpty();
    }

    @Test
    void keepsTheOldValuePublishedUntilTheNewOneIs() {
        long first = bench.drop(row("a", 1, 1));
        bench.complete();
        bench.publish();
        long second = bench.drop(row("a", 2, 1));
        bench.complete();
        assertThat(bench.states(first)).isEqualTo(Map.of(PUBLISHED, 1L));
        long third = bench.drop(row("a", 3, 1));
        assertThat(bench.states(second)).isEqualTo(Map.of(SUPERSEDED, 1L));
        bench.complete();
        assertThat(bench.states(first)).isEqualTo(Map.of(PUBLISHED, 1L));
        bench.publish();
        assertThat(bench.states(first)).isEqualTo(Map.of(SUPERSEDED, 1L));
        assertThat(bench.states(third)).isEqualTo(Map.of(PUBLISHED, 1L));
    }

    /** The revision before one is what sinks have, or was passed over itself, or there is none. */
    @Test
    void supersedesOfManyRecordsWhatEachOfThemHadBefore() {
        long first = bench.drop(row("a", 1, 1), row("b", 1, 2));
        bench.complete();
        bench.publish();
        long second = bench.drop(row("b", 2, 1));
        long third = bench.drop(row("a", 2, 1), row("b", 3, 2), row("c", 1, 3));
        bench.complete();
        assertThat(bench.states(first)).isEqualTo(Map.of(PUBLISHED, 2L));
        assertThat(bench.states(second)).isEqualTo(Map.of(SUPERSEDED, 1L));
        bench.publish();
        assertThat(bench.states(first)).isEqualTo(Map.of(SUPERSEDED, 2L));
        assertThat(bench.states(second)).isEqualTo(Map.of(SUPERSEDED, 1L));
        assertThat(bench.states(third)).isEqualTo(Map.of(PUBLISHED, 3L));
        assertThat(ledger.counts().recount()).isEmpty();
    }

    @Test
    void leavesALockedRecordAloneWhenANewerRevisionComes() {
        long first = bench.drop(row("a", 1, 1));
        bench.complete();
        Publication locked = open();
        bench.drop(row("a", 2, 1));
        assertThat(bench.states(first)).isEqualTo(Map.of(COMPLETED, 1L));
        ledger.publications().sealed(locked.id(), Bench.content(locked), List.of());
        assertThat(bench.states(first)).isEqualTo(Map.of(PUBLISHED, 1L));
        bench.complete();
        bench.publish();
        assertThat(bench.states(first)).isEqualTo(Map.of(SUPERSEDED, 1L));
    }

    @Test
    void neverPublishesAnOldValueOverANewerOne() {
        long first = bench.drop(row("a", 1, 1));
        bench.complete();
        sealed("csv");
        ledger.publications().givenUp(claim(), "no such folder", null);
        long second = bench.drop(row("a", 2, 1));
        bench.complete();
        sealed("csv");
        ledger.publications().delivered(claim());
        assertThat(bench.states(second)).isEqualTo(Map.of(PUBLISHED, 1L));
        ledger.publications().replayDead();
        ledger.publications().delivered(claim());
        assertThat(bench.states(first)).isEqualTo(Map.of(SUPERSEDED, 1L));
        assertThat(bench.states(second)).isEqualTo(Map.of(PUBLISHED, 1L));
    }

    @Test
    void neverMixesTasks() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        int other = ledger.recipes().taskId("other");
        assertThat(ledger.publications().open(other, 10)).isEmpty();
        assertThat(open().taskId()).isEqualTo(bench.task);
    }

    @Test
    void remembersHowMuchASinkHasAcrossACrashAndCountsTheRestAnew() {
        bench.drop(bench.recipe, rows("r", 5));
        bench.complete();
        sealed("http");
        Delivery lost = claim();
        ledger.publications().failed(lost, "busy", Duration.ZERO);
        lost = claim();
        ledger.publications().advanced(lost, 3);
        crash();
        Delivery again = claim();
        assertThat(again).extracting(Delivery::done, Delivery::sends).containsExactly(3, 2);
        Delivery old = lost;
        assertThatThrownBy(() -> ledger.publications().advanced(old, 4)).isInstanceOf(StaleFenceException.class);
        ledger.publications().delivered(again);
    }

    @Test
    void countsBlindSendsAndReplaysThemOnlyForAPerson() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        sealed("events");
        Delivery first = claim();
        assertThat(ledger.publications().countBlind(first)).isEqualTo(1);
        crash();
        assertThatThrownBy(() -> ledger.publications().countBlind(first)).isInstanceOf(StaleFenceException.class);
        Delivery second = claim();
        assertThat(second.blindSends()).isEqualTo(1);
        assertThat(ledger.publications().countBlind(second)).isEqualTo(2);
        ledger.publications().givenUp(second, "no answer", null);
        assertThat(ledger.publications().replayDead()).isZero();
        assertThat(ledger.publications().replay("other")).isZero();
        assertThat(ledger.publications().claimDelivery()).isEmpty();
        assertThat(ledger.publications().replay("events")).isEqualTo(1);
        assertThat(claim()).extracting(Delivery::sends, Delivery::blindSends).containsExactly(1, 0);
    }

    @Test
    void namesTheMembersThatTheSameSinkAlreadyHasNewer() {
        bench.drop(row("a", 1, 1), row("b", 1, 2), row("c", 1, 3));
        bench.complete();
        sealed("http");
        ledger.publications().givenUp(claim(), "no such host", null);
        bench.drop(row("a", 2, 1), row("b", 2, 2));
        bench.complete();
        sealed("http", "csv");
        Delivery csv = claim();
        ledger.publications().delivered(csv);
        ledger.publications().replayDead();
        Delivery replayed = claim();
        assertThat(ledger.publications().outdated(replayed)).isEmpty();
        ledger.publications().givenUp(replayed, "no such host", null);
        ledger.publications().delivered(claim());
        ledger.publications().replayDead();
        assertThat(ledger.publications().outdated(claim())).containsExactly(1L, 2L);
    }
}
