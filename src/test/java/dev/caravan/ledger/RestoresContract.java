package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Restores.PastBatch;
import dev.caravan.ledger.Restores.PastDrop;
import dev.caravan.ledger.Restores.PastLine;
import dev.caravan.ledger.Restores.PastMember;
import dev.caravan.ledger.Restores.PastPublication;
import dev.caravan.ledger.Restores.PastTry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 19: what a ledger that went back in time is told by its spool. */
abstract class RestoresContract extends LedgerContract {
    private static final PastTry ACCEPTED = new PastTry(1, "old-9-1", "file-9", null, true, "job-9");
    private static final PastTry DOUBTFUL = new PastTry(1, "old-9-1", "file-9", null, true, null);

    private PastBatch batch(long id, int members, PastTry... tries) {
        String requests = "batches/" + id + "/requests.jsonl";
        return new PastBatch(id, bench.task, bench.recipe, 1, "sim", requests, 10, "sha", members, 0, List.of(tries));
    }

    /** Row {@code i} of {@link Bench#rows}, called {@code past} in the time that was lost. */
    private static PastMember member(long past, int i, int attempt) {
        return new PastMember(i - 1, past, attempt, 0, "a" + i, i);
    }

    private void bringIn(PastBatch batch, PastMember... members) {
        ledger.restores().attach(batch, List.of(members));
        ledger.restores().batch(batch);
    }

    private BatchState state(long batch) {
        return ledger.batches().find(batch).orElseThrow().state();
    }

    @Test
    void raisesItsEpochOnceForAllThatItMakesFromNowOn() {
        String before = ledger.lineage().identity().name();
        long old = bench.open(bench.recipe);
        ledger.restores().begin(40, "older than its spool");
        crash();
        ledger.restores().begin(40, "older than its spool");
        assertThat(ledger.restores().isUnderWay()).isTrue();
        ledger.restores().end();
        assertThat(ledger.restores().isUnderWay()).isFalse();
        assertThat(ledger.instance()).isEqualTo(before + "2");
        assertThat(ledger.restores().naming(old).instance()).isEqualTo(before + "1");
        assertThat(ledger.restores().naming(bench.open(bench.recipe)).instance())
                .isEqualTo(before + "2");
        assertThat(ledger.restores().horizon().publication()).isEqualTo(40);
        assertThat(ledger.events().counts()).isEqualTo(Map.of(EventKind.LEDGER_RESTORED, 1L));
        assertThat(ledger.counts().settled()).isFalse();
        ledger.assembly().leftAssembling().forEach(ledger.assembly()::abandon);
    }

    @Test
    void readsADropAgainUnderItsNumberAndVoidsOneWhoseBytesNeverCame() {
        ledger.restores().begin(0, "older");
        for (int i = 0; i < 2; i++) {
            ledger.restores()
                    .drop(new PastDrop(7, bench.task, "inbox", "file:/a.csv", null, "drops/7/source.csv", 5, 3));
            ledger.restores().drop(new PastDrop(8, bench.task, "s3", "s3://b/k", "v1", null, 0, 0));
        }
        Drops.Claim claim = ledger.drops().claimForRead().orElseThrow();
        assertThat(claim.dropId()).isEqualTo(7);
        assertThat(claim.fence()).as("no segment is written over").isEqualTo(4);
        bench.append(claim, Bench.row("a1", 1, 1));
        ledger.drops().seal(claim);
        assertThat(ledger.drops().find(8).orElseThrow().state()).isEqualTo(DropState.VOID);
        assertThat(ledger.drops().arriving(new Drops.NewDrop(bench.task, "s3", "s3://b/k", "v1")))
                .isEqualTo(9);
        ledger.drops().vanished(9);
    }

    @Test
    void givesAnAcceptedBatchItsRecordsAndKnowsThemByTheirOldNames() {
        long drop = bench.drop(bench.recipe, rows("a", 3));
        ledger.restores().begin(0, "older");
        bringIn(batch(9, 3, ACCEPTED), member(101, 1, 1), member(102, 2, 1), member(103, 3, 1));
        ledger.restores().end();
        assertThat(state(9)).isEqualTo(BatchState.SUBMITTED);
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.SUBMITTED, 3L));
        assertThat(bench.candidates()).isEmpty();
        assertThat(ledger.restores().recordsOf(9, List.of(101L, 103L, 999L))).isEqualTo(Map.of(101L, 1L, 103L, 3L));
        Claim claim = bench.collectingSubmitted();
        assertThat(claim.batch().providerId()).isEqualTo("job-9");
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        assertThat(ledger.collection().collected(claim).ok()).isEqualTo(3);
    }

    @Test
    void keepsThePlacesOfMembersInFilesThatHoldMoreOfThem() {
        bench.drop(bench.recipe, rows("a", 3));
        ledger.restores().begin(0, "older");
        bringIn(batch(9, 3, ACCEPTED), member(102, 2, 1), member(103, 3, 1));
        ledger.restores().end();
        assertThat(ledger.batches().find(9).orElseThrow().lines()).isEqualTo(3);
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, bench.outcomes(claim, RecordState.INVALID_OUTPUT));
        ledger.collection().collected(claim);
        long erasure = ledger.erasures()
                .ask(new Erasures.Asked("triage", "a3", "hash", clock.instant(), "dpo"))
                .orElseThrow();
        assertThat(ledger.erasures().traces(erasure).lines())
                .filteredOn(line -> line.kind() == Erasures.Kind.REQUEST)
                .containsExactly(new Erasures.Line(Erasures.Kind.REQUEST, 9, 0, "batches/9/requests.jsonl", 2, 0));
    }

    @Test
    void looksForABatchWhoseOtherMembersWereErased() {
        bench.drop(bench.recipe, rows("a", 3));
        ledger.restores().begin(0, "older");
        PastTry unrevocable = new PastTry(1, "old-9-1", null, null, false, null);
        PastBatch batch = new PastBatch(
                9,
                bench.task,
                bench.recipe,
                1,
                "sim",
                "batches/9/requests.jsonl",
                10,
                "sha",
                3,
                1,
                List.of(unrevocable));
        bringIn(batch, member(101, 1, 1), member(103, 3, 1));
        ledger.restores().end();
        assertThat(state(9)).isEqualTo(BatchState.IN_DOUBT);
        assertThat(ledger.doubts().sizes("sim", Instant.EPOCH)).contains(3);
    }

    @Test
    void letsARecordGoToItsYoungestAttemptAndKeepsTheOlderOnesAsSurplus() {
        long drop = bench.drop(bench.recipe, rows("a", 2));
        long known = bench.assemble();
        bench.submit();
        ledger.restores().begin(0, "older");
        bringIn(batch(9, 1, ACCEPTED), member(2, 2, 3));
        bringIn(batch(8, 1, new PastTry(1, "old-8-1", null, null, true, "job-8")), member(2, 2, 2));
        ledger.restores().end();
        assertThat(state(9)).isEqualTo(BatchState.SUBMITTED);
        assertThat(state(8)).as("no member is left to it").isEqualTo(BatchState.LOST);
        Claim young = bench.collectingSubmitted();
        assertThat(young.batch().id()).isEqualTo(9);
        bench.apply(young, List.of(bench.outcome(2, 3, RecordState.COMPLETED, 0)));
        ledger.collection().collected(young);
        Claim claim = bench.collectingSubmitted();
        assertThat(claim.batch().id()).isEqualTo(known);
        bench.apply(claim, List.of(bench.outcome(1, 1, RecordState.COMPLETED, 0)));
        Collection.Moved late = bench.apply(claim, List.of(bench.outcome(2, 1, RecordState.PROVIDER_ERROR, 9)));
        assertThat(late).isEqualTo(new Collection.Moved(0, 1));
        ledger.collection().collected(claim);
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.COMPLETED, 2L));
    }

    @Test
    void looksForABatchInDoubtAndNeverSendsItAgain() {
        long drop = bench.drop(bench.recipe, rows("a", 2));
        ledger.restores().begin(0, "older");
        bringIn(batch(9, 2, DOUBTFUL), member(101, 1, 1), member(102, 2, 1));
        ledger.restores().end();
        assertThat(state(9)).isEqualTo(BatchState.IN_DOUBT);
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(ledger.batches().tries(9))
                .containsExactly(
                        new Batches.Try(1, TryState.CREATING, "old-9-1", "file-9", false, null, null, true, true));
        ledger.batches().inputGone(claim, 1);
        ledger.batches().revoked(claim);
        assertThat(state(9)).isEqualTo(BatchState.DISSOLVED);
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.QUEUED, 2L));
        assertThat(bench.candidates()).extracting(Assembly.Candidate::attempt).containsExactly(2, 2);
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
    }

    @Test
    void holdsWhatCantBeToldFromAnotherBatch() {
        long drop = bench.drop(bench.recipe, rows("a", 2));
        ledger.restores().begin(0, "older");
        bringIn(batch(9, 2, new PastTry(1, "old-9-1", null, null, false, null)), member(101, 1, 1));
        ledger.restores().end();
        assertThat(state(9)).isEqualTo(BatchState.LOST);
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.QUEUED, 1L, RecordState.HELD, 1L));
    }

    @Test
    void dissolvesWhatWasNeverSent() {
        long drop = bench.drop(bench.recipe, rows("a", 2));
        long assembled = bench.assemble();
        ledger.restores().begin(0, "older");
        bringIn(batch(9, 2));
        ledger.restores().open(assembled, List.of());
        ledger.restores().end();
        assertThat(List.of(state(assembled), state(9))).containsOnly(BatchState.DISSOLVED);
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.QUEUED, 2L));
    }

    @Test
    void learnsThatAnOpenBatchWasSentMeanwhile() {
        bench.drop(bench.recipe, rows("a", 2));
        long accepted = bench.assemble();
        bench.drop(bench.recipe, rows("b", 2));
        long doubtful = bench.assemble();
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().openTry(claim);
        ledger.batches().release(claim, Duration.ZERO, null);
        ledger.restores().begin(0, "older");
        for (int i = 0; i < 2; i++) {
            ledger.restores().open(accepted, List.of(ACCEPTED));
            ledger.restores().open(doubtful, List.of(DOUBTFUL));
        }
        ledger.restores().end();
        assertThat(List.of(state(accepted), state(doubtful)))
                .containsExactly(BatchState.SUBMITTED, BatchState.IN_DOUBT);
        assertThat(ledger.batches().find(accepted).orElseThrow().providerId()).isEqualTo("job-9");
    }

    private static Publications.Content content(int records) {
        return new Publications.Content("publications/40/content.jsonl", 9, "sha", records);
    }

    private int publication(PastLine... lines) {
        var past = new PastPublication(40, bench.task, "abcdef1", content(lines.length));
        return ledger.restores().publication(past, List.of(lines));
    }

    private static PastLine line(long past, int i, int attempt) {
        return new PastLine(9, past, attempt, "a" + i);
    }

    private Publications.Delivery claimDelivery() {
        return ledger.publications().claimDelivery().orElseThrow();
    }

    @Test
    void sendsAPublicationOfTheLostTimeOnceMoreUnderItsOldKeyAndNothingOfItUnderAnother() {
        long drop = bench.drop(bench.recipe, rows("a", 3));
        ledger.restores().begin(40, "older");
        assertThat(ledger.restores().knows(40)).as("its number alone").isFalse();
        bringIn(batch(9, 2, ACCEPTED), member(101, 1, 1), member(102, 2, 1));
        for (int i = 0; i < 2; i++) {
            int members = publication(line(101, 1, 1), line(102, 2, 2), line(102, 7, 1), line(102, 2, 1));
            assertThat(members).isEqualTo(2);
        }
        ledger.restores().end();
        assertThat(ledger.restores().knows(40)).isTrue();
        assertThat(ledger.publications().restored())
                .containsExactly(new Publications.Publication(40, bench.task, 4, "abcdef1"));
        ledger.publications().again(40, List.of("files"));
        Publications.Delivery delivery = claimDelivery();
        assertThat(ledger.publications().recipes(40))
                .as("what its columns are made of, though nothing is home yet")
                .containsExactly(bench.recipe);
        assertThat(delivery)
                .isEqualTo(new Publications.Delivery(
                        40, "abcdef1", bench.task, "files", 1, 1, 0, delivery.fence(), content(4), ""));
        ledger.publications().delivered(delivery);
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.QUEUED, 1L, RecordState.SUBMITTED, 2L));
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        ledger.collection().collected(claim);
        assertThat(ledger.publications().open(bench.task, 100)).isEmpty();
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.QUEUED, 1L, RecordState.PUBLISHED, 2L));
        assertThat(ledger.publications().tasksToPublish()).isEmpty();
    }

    @Test
    void waitsForTheSinksOfWhatIsHomeFirst() {
        long drop = bench.drop(bench.recipe, rows("a", 2));
        ledger.restores().begin(40, "older");
        bringIn(batch(9, 2, ACCEPTED), member(101, 1, 1), member(102, 2, 1));
        publication(line(101, 1, 1));
        ledger.restores().end();
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        ledger.collection().collected(claim);
        assertThat(ledger.publications().open(bench.task, 100).orElseThrow().records())
                .as("the other one only")
                .isEqualTo(1);
        assertThat(ledger.counts().settled()).isFalse();
        ledger.publications().again(40, List.of("files"));
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.COMPLETED, 2L));
        ledger.publications().delivered(claimDelivery());
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.COMPLETED, 1L, RecordState.PUBLISHED, 1L));
        assertThatThrownBy(() -> ledger.publications().again(40, List.of("files")))
                .isInstanceOf(LedgerException.class)
                .hasMessageStartingWith("Publication 40 was not brought in by a restore");
    }

    @Test
    void publishesAnotherAttemptOfAMemberAnew() {
        bench.drop(bench.recipe, rows("a", 2));
        ledger.restores().begin(40, "older");
        bringIn(batch(9, 2, ACCEPTED), member(101, 1, 1), member(102, 2, 1));
        publication(line(101, 1, 1), line(102, 2, 1));
        ledger.restores().end();
        ledger.publications().again(40, List.of());
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, List.of(bench.outcome(1, 1, RecordState.COMPLETED, 0)));
        while (ledger.collection().settleRest(claim, new Collection.Rest(true, null, 0, "not run")) > 0) {}
        ledger.collection().collected(claim);
        assertThat(ledger.publications().open(bench.task, 100)).isEmpty();
        bench.complete();
        var anew = ledger.publications().open(bench.task, 100).orElseThrow();
        assertThat(ledger.publications().members(anew.id(), 0, 10))
                .extracting(Publications.Member::recordId)
                .containsExactly(2L);
        assertThat(anew.instance()).isEqualTo(ledger.instance());
    }

    @Test
    void keepsTheKeyOfWhatItHadMadeItselfAndSupposesThatItWasSentBlindly() {
        bench.drop(bench.recipe, rows("a", 1));
        bench.complete();
        String before = ledger.instance();
        var made = ledger.publications().open(bench.task, 100).orElseThrow();
        ledger.publications().sealed(made.id(), Bench.content(made), List.of("topic"));
        ledger.restores().begin(made.id(), "older");
        ledger.restores().end();
        assertThat(ledger.instance()).isNotEqualTo(before);
        Publications.Delivery delivery = claimDelivery();
        assertThat(delivery.instance()).isEqualTo(before);
        assertThat(delivery.blindSends()).isEqualTo(1);
        ledger.publications().givenUp(delivery, "nothing was sent", null);
        assertThat(ledger.publications().replayDead())
                .as("it was only supposed")
                .isEqualTo(1);
        delivery = claimDelivery();
        assertThat(delivery.blindSends()).isEqualTo(1);
        assertThat(ledger.publications().countBlind(delivery)).isEqualTo(2);
        ledger.publications().givenUp(delivery, "who knows", null);
        assertThat(ledger.publications().replayDead()).isZero();
    }

    @Test
    void knowsARecordByItsContentWhateverRevisionIsCurrent() {
        bench.drop(Bench.row("a1", 1, 1));
        bench.drop(Bench.row("a1", 77, 1));
        ledger.restores().begin(0, "older");
        PastBatch batch = batch(9, 2, ACCEPTED);
        ledger.restores().attach(batch, List.of(new PastMember(0, 50, 1, 0, "a1", 77)));
        ledger.restores()
                .attach(batch, List.of(new PastMember(0, 51, 1, 0, "a1", 1), new PastMember(1, 52, 1, 0, "a1", 5)));
        ledger.restores().batch(batch);
        ledger.restores().end();
        assertThat(ledger.restores().recordsOf(9, List.of(50L, 51L, 52L))).isEqualTo(Map.of(50L, 2L, 51L, 1L));
        assertThat(ledger.batches().find(9).orElseThrow().members())
                .isEqualTo(new Members.Builder().add(2, 1).build());
        assertThatThrownBy(() -> ledger.restores().naming(10)).hasMessage("The ledger has no batch 10");
    }
}
