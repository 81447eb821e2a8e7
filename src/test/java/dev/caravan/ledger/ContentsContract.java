package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Contents.Failure;
import dev.caravan.ledger.Contents.Part;
import dev.caravan.ledger.Contents.Piece;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.Lists.Slice;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What belongs to a drop or a batch is found by looking at so many rows and no more. */
abstract class ContentsContract extends LedgerContract {
    private static final Slice ALL = new Slice(null, 0, 50);

    private Contents contents() {
        return ledger.contents();
    }

    private static List<Long> ids(Piece<RecordRow> piece) {
        return piece.rows().stream().map(RecordRow::id).toList();
    }

    /** A drop of so many rows in one batch: every third answer breaks a rule, the first one by a code of its own. */
    private long answered(String prefix, int rows) {
        long drop = bench.drop(bench.recipe, Bench.rows(prefix, rows));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        List<Outcome> good = bench.outcomes(claim, RecordState.COMPLETED);
        List<Outcome> bad = bench.outcomes(claim, RecordState.INVALID_OUTPUT);
        for (int i = 0; i < rows; i++) {
            Outcome one = i % 3 == 0 ? bad.get(i) : good.get(i);
            bench.apply(claim, List.of(i == 0 ? withCode(one, "schema.enum") : one));
        }
        ledger.collection().collected(claim);
        return drop;
    }

    private static Outcome withCode(Outcome one, String code) {
        return new Outcome(
                one.recordId(),
                one.attempt(),
                one.state(),
                code,
                one.detail(),
                one.retryAt(),
                one.byRecord(),
                one.reviewAt(),
                one.at(),
                one.usage());
    }

    @Test
    void recordsOfADropComePieceByPiece() {
        answered("A-", 4);
        long drop = answered("B-", 9);
        Piece<RecordRow> first = contents().records(drop, null, null, 0, 5, 100);
        assertThat(ids(first)).containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(first.next()).isEqualTo(9);
        assertThat(first.cut()).isFalse();
        Piece<RecordRow> second = contents().records(drop, null, null, 9, 5, 100);
        assertThat(ids(second)).containsExactly(10L, 11L, 12L, 13L);
        assertThat(second.next()).isZero();
        assertThat(second.rows().get(0).sourceId()).isEqualTo("B-6");

        assertThat(ids(contents().records(drop, RecordState.COMPLETED, null, 0, 50, 100)))
                .containsExactly(6L, 7L, 9L, 10L, 12L, 13L);
        assertThat(ids(contents().records(drop, RecordState.QUEUED, null, 0, 50, 100)))
                .isEmpty();
        assertThat(contents().records(777, null, null, 0, 50, 100)).isEqualTo(new Piece<>(List.of(), 0, false));
    }

    @Test
    void aStateThatFewAreInIsNotLookedForThroughTheWholeDrop() {
        long drop = answered("A-", 9);
        Piece<RecordRow> some = contents().records(drop, RecordState.COMPLETED, null, 0, 50, 4);
        assertThat(ids(some)).containsExactly(2L, 3L);
        assertThat(some.cut()).isTrue();
        assertThat(some.next()).isEqualTo(4);
        Piece<RecordRow> rest = contents().records(drop, RecordState.COMPLETED, null, 4, 50, 4);
        assertThat(ids(rest)).containsExactly(5L, 6L, 8L);
        assertThat(rest.next()).isEqualTo(8);
        Piece<RecordRow> last = contents().records(drop, RecordState.COMPLETED, null, 8, 50, 4);
        assertThat(ids(last)).containsExactly(9L);
        assertThat(last).extracting(Piece::next, Piece::cut).containsExactly(0L, false);
    }

    @Test
    void whatIsWrongIsFoundWithoutALookAtWhatIsNot() {
        long drop = answered("A-", 9);
        Piece<RecordRow> bad = contents().records(drop, RecordState.INVALID_OUTPUT, null, 0, 50, 3);
        assertThat(ids(bad)).as("nine rows, three of them looked at").containsExactly(1L, 4L, 7L);
        assertThat(ids(contents().records(drop, RecordState.INVALID_OUTPUT, null, 7, 50, 3)))
                .isEmpty();
        assertThat(ids(contents().records(drop, RecordState.INVALID_OUTPUT, "schema.enum", 0, 50, 100)))
                .containsExactly(1L);
        Piece<RecordRow> cut = contents().records(drop, RecordState.INVALID_OUTPUT, "schema.enum", 0, 50, 2);
        assertThat(ids(cut)).containsExactly(1L);
        assertThat(cut).extracting(Piece::next, Piece::cut).containsExactly(4L, true);
    }

    @Test
    void failuresAreCountedByDropAndCode() {
        long one = answered("A-", 9);
        long two = answered("B-", 4);
        assertThat(contents().failures(List.of(one, two), Contents.TROUBLED, 100))
                .isEqualTo(new Contents.Failures(
                        List.of(
                                new Failure(one, RecordState.INVALID_OUTPUT, "bad", 2),
                                new Failure(two, RecordState.INVALID_OUTPUT, "bad", 1),
                                new Failure(one, RecordState.INVALID_OUTPUT, "schema.enum", 1),
                                new Failure(two, RecordState.INVALID_OUTPUT, "schema.enum", 1)),
                        true));
        Contents.Failures some = contents().failures(List.of(two, one), Set.of(RecordState.INVALID_OUTPUT), 2);
        assertThat(some.whole()).isFalse();
        assertThat(some.rows()).extracting(Failure::records).containsExactly(1L, 1L);
        assertThat(contents().failures(List.of(one), Set.of(RecordState.HELD), 100))
                .isEqualTo(new Contents.Failures(List.of(), true));
        assertThat(contents().failures(List.of(), Contents.TROUBLED, 100))
                .isEqualTo(new Contents.Failures(List.of(), true));
    }

    @Test
    void membersOfABatchAreShownWhereverTheyAreByNow() {
        answered("A-", 9);
        Piece<RecordRow> first = contents().members(1, 0, 4);
        assertThat(ids(first)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(first.next()).isEqualTo(4);
        assertThat(first.rows().get(0).state()).isEqualTo(RecordState.INVALID_OUTPUT);
        Piece<RecordRow> rest = contents().members(1, 4, 50);
        assertThat(ids(rest)).containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(rest.next()).isZero();
        assertThat(contents().members(777, 0, 50).rows()).isEmpty();
    }

    @Test
    void tokensOfABatchAreThoseOfItsOwnMembers() {
        bench.drop(bench.recipe, Bench.rows("A-", 3));
        long one = bench.assemble();
        Batches.Claim claim = bench.collecting();
        bench.drop(bench.recipe, Bench.rows("B-", 2));
        long other = bench.assemble();
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        assertThat(contents().tokensOfBatch(one)).isEqualTo(new Contents.Tokens(30, 60));
        assertThat(contents().tokensOfBatch(other)).isEqualTo(new Contents.Tokens(0, 0));
        assertThat(contents().tokensOfBatch(777)).isEqualTo(new Contents.Tokens(0, 0));
    }

    @Test
    void dropsOfABatchAreFoundByItsMembersAndNoMoreThanWanted() {
        long one = bench.drop(bench.recipe, Bench.rows("A-", 2));
        long two = bench.drop(bench.recipe, Bench.rows("B-", 3));
        long shared = bench.assemble();
        Batches.Claim claim = bench.collecting();
        assertThat(contents().dropsOfBatch(shared, 10)).containsExactly(one, two);
        assertThat(contents().dropsOfBatch(shared, 1)).containsExactly(one);
        assertThat(contents().dropsOfBatch(777, 10)).isEmpty();
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        ledger.collection().collected(claim);
        long publication =
                ledger.publications().open(bench.task, 100).orElseThrow().id();
        assertThat(contents().dropsOfPublication(publication, 10)).containsExactly(one, two);
        assertThat(contents().dropsOfPublication(777, 10)).isEmpty();
    }

    @Test
    void batchesAndPublicationsOfADropAreFoundByTheirMembers() {
        answered("Z-", 3);
        clock.pass(Duration.ofMinutes(1));
        long one = bench.drop(bench.recipe, Bench.rows("A-", 2));
        clock.pass(Duration.ofMinutes(1));
        long two = bench.drop(bench.recipe, Bench.rows("B-", 3));
        clock.pass(Duration.ofMinutes(1));
        long shared = bench.assemble();
        Batches.Claim claim = bench.collecting();
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        ledger.collection().collected(claim);
        assertThat(contents().batches(List.of(two), 0, 100))
                .isEqualTo(new Piece<>(List.of(new Part(two, shared, 3, 5, false, 25)), 0, false));
        assertThat(contents().batches(List.of(two, one), 0, 100).rows())
                .containsExactly(new Part(one, shared, 2, 5, false, 25), new Part(two, shared, 3, 5, false, 25));
        long publication =
                ledger.publications().open(bench.task, 100).orElseThrow().id();
        assertThat(contents().publications(List.of(one), 0, 100).rows())
                .containsExactly(new Part(one, publication, 2, 7, true, 0));

        assertThat(contents().newestBatches(List.of(two), 100))
                .isEqualTo(new Piece<>(List.of(new Part(two, shared, 3, 5, false, 25)), 0, false));
        bench.drop(bench.recipe, Bench.rows("C-", 2));
        bench.assemble();
        assertThat(contents().newestBatches(List.of(two), 1)).isEqualTo(new Piece<>(List.of(), 0, true));
        Piece<Part> none = contents().batches(List.of(two), 1, 1);
        assertThat(none).as("one batch was looked at").isEqualTo(new Piece<>(List.of(), 2, true));
        assertThat(contents().batches(List.of(two), none.next(), 1).rows()).hasSize(1);
        assertThat(contents().batches(List.of(), 0, 100)).isEqualTo(new Piece<>(List.of(), 0, false));
        assertThat(contents().batches(List.of(777L), 0, 100).rows()).isEmpty();
    }

    @Test
    void listsAreNarrowedToACredentialAndAState() {
        answered("A-", 2);
        bench.drop(bench.recipe, Bench.rows("B-", 2));
        bench.assemble();
        assertThat(ledger.lists().batches(ALL, null, "sim"))
                .extracting(Lists.BatchRow::id)
                .containsExactly(2L, 1L);
        assertThat(ledger.lists().batches(ALL, null, "other")).isEmpty();
        assertThat(ledger.lists().batches(ALL, BatchState.COLLECTED, "sim"))
                .extracting(Lists.BatchRow::id)
                .containsExactly(1L);
        assertThat(ledger.lists().batches(ALL, BatchState.ASSEMBLED, null))
                .extracting(Lists.BatchRow::id)
                .containsExactly(2L);
        assertThat(ledger.lists().batches(ALL, BatchState.LOST, null)).isEmpty();
        assertThat(ledger.lists().batches(List.of(2L, 1L, 9L)))
                .extracting(Lists.BatchRow::id)
                .containsExactly(1L, 2L);
        assertThat(ledger.lists().drops(ALL, DropState.SEALED, null, null)).hasSize(2);
        assertThat(ledger.lists().drops(ALL, DropState.READING, null, null)).isEmpty();
    }

    @Test
    void whoeverIsLimitedToTasksSeesWhatIsUnderWayThere() {
        answered("A-", 2);
        bench.drop(bench.recipe, Bench.rows("B-", 2));
        bench.assemble();
        Set<String> own = Set.of("triage", "more");
        assertThat(ledger.overview().openBatches(own, 10)).hasSize(1);
        assertThat(ledger.overview().moving(own, 10)).hasSize(1);
        assertThat(ledger.overview().openBatches(Set.of("other"), 10)).isEmpty();
        assertThat(ledger.overview().moving(Set.of("other"), 10)).isEmpty();
        assertThat(ledger.overview().moving(Set.of(), 10)).isEmpty();

        ledger.cancels().batch(2, "operator", "test");
        ledger.cancels().giveUp();
        ledger.events().raise(EventKind.CREDENTIAL_STOPPED, "credential sim", "refused");
        assertThat(ledger.overview().stuck(null, clock.instant()))
                .extracting(Overview.Stuck::what)
                .containsExactly("task triage", "credential sim");
        assertThat(ledger.overview().stuck(own, clock.instant()))
                .extracting(Overview.Stuck::what, Overview.Stuck::count)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("task triage", 2L));
        assertThat(ledger.overview().stuck(Set.of("other"), clock.instant())).isEmpty();
    }

    @Test
    void eventsAreNarrowedToWhatTheyAreAboutAndToWhatPeopleDid() {
        long drop = answered("A-", 2);
        ledger.events().raise(EventKind.RELEASED, "drop " + drop, "operator", "let go");
        for (int i = 0; i < 3; i++) {
            ledger.events().raise(EventKind.PURGED, "task triage", "by age");
        }
        ledger.events().raise(EventKind.CREDENTIAL_BACK, "credential sim", "works");
        assertThat(events(contents().events(ALL, null, null, false, 100))).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(events(contents().events(ALL, EventKind.PURGED, "task triage", false, 100)))
                .containsExactly(4L, 3L, 2L);
        assertThat(events(contents().events(new Slice(null, 0, 2), EventKind.PURGED, null, false, 100)))
                .containsExactly(4L, 3L);
        Piece<Events.Event> people = contents().events(ALL, null, null, true, 3);
        assertThat(people).as("three were looked at").isEqualTo(new Piece<>(List.of(), 3, true));
        assertThat(events(contents().events(new Slice(null, people.next(), 50), null, null, true, 3)))
                .containsExactly(1L);
        assertThat(events(contents().events(new Slice(Set.of("triage"), 0, 50), null, null, false, 100)))
                .containsExactly(4L, 3L, 2L, 1L);
        assertThat(events(contents().events(new Slice(Set.of("other"), 0, 50), null, "drop " + drop, false, 100)))
                .isEmpty();
    }

    private static List<Long> events(Piece<Events.Event> piece) {
        return piece.rows().stream().map(Events.Event::id).toList();
    }

    @Test
    void whatWasAskedForIsFoundByWhatItIsAbout() {
        Requests.Wish cancel = new Requests.Wish(Requests.Kind.CANCEL, Requests.About.DROP, "7");
        long first = ledger.requests().ask("operator", cancel);
        ledger.requests().ask("operator", new Requests.Wish(Requests.Kind.CANCEL, Requests.About.BATCH, "7"));
        long second =
                ledger.requests().ask("operator", new Requests.Wish(Requests.Kind.RELEASE, Requests.About.DROP, "7"));
        ledger.requests().done(first, Requests.Answer.done("done"));
        assertThat(ledger.requests().about(Requests.About.DROP, "7", 10))
                .extracting(one -> one.request().id(), Requests.Asked::answer)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(second, null),
                        org.assertj.core.groups.Tuple.tuple(first, Requests.Answer.done("done")));
        assertThat(ledger.requests().about(Requests.About.DROP, "8", 10)).isEmpty();
    }

    @Test
    void openBatchesAreCountedByState() {
        answered("A-", 2);
        bench.drop(bench.recipe, Bench.rows("B-", 2));
        bench.assemble();
        assertThat(ledger.overview().openStates(null)).isEqualTo(java.util.Map.of(BatchState.ASSEMBLED, 1L));
        assertThat(ledger.overview().openStates(Set.of("other"))).isEmpty();
    }
}
