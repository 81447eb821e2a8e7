package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.COMPLETED;
import static dev.caravan.ledger.RecordState.DISCARDED;
import static dev.caravan.ledger.RecordState.INVALID_OUTPUT;
import static dev.caravan.ledger.RecordState.PROVIDER_ERROR;
import static dev.caravan.ledger.RecordState.QUEUED;
import static dev.caravan.ledger.RecordState.REVIEW_REQUIRED;
import static dev.caravan.ledger.RecordState.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Decisions.Decided;
import dev.caravan.ledger.Decisions.NewDecision;
import dev.caravan.ledger.OpenItems.Place;
import dev.caravan.ledger.OpenItems.Query;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rule 42: one open item for each record in review, held by one person at a time, decided on as it was seen. */
abstract class ReviewsContract extends LedgerContract {
    static final Duration LEASE = Duration.ofMinutes(10);

    /** A collected batch of a drop whose records are all in review for this reason. */
    void inReview(int records, String reason) {
        bench.drop(bench.recipe, rows(reason, records));
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(
                claim,
                bench.outcomes(claim, REVIEW_REQUIRED).stream()
                        .map(one -> because(one, reason))
                        .toList());
        ledger.collection().collected(claim);
    }

    static Outcome because(Outcome one, String code) {
        return new Outcome(
                one.recordId(), one.attempt(), one.state(), code, "why", null, false, 0, one.at(), one.usage());
    }

    static NewDecision decision(long recordId, int version, Act act, String actor) {
        return new NewDecision(recordId, version, act, actor, "because", null, null, null, null, false);
    }

    static NewDecision edit(long recordId, int version, String actor, String value) {
        return new NewDecision(recordId, version, Act.EDIT, actor, "wrong", value, "{\"a\":1}", null, null, false);
    }

    private List<Long> open(Query query, Place after, int limit) {
        return ledger.openItems().list(query, after, limit).stream()
                .map(OpenItems.OpenItem::recordId)
                .toList();
    }

    private @Nullable Long next(String actor) {
        return ledger.openItems().next(Query.ALL, Place.START, actor, LEASE).orElse(null);
    }

    @Test
    void listsOpenItemsOldestFirstPageByPageAndByFilter() {
        inReview(3, "review.when");
        clock.pass(Duration.ofMinutes(1));
        inReview(2, "review.sample");
        assertThat(open(Query.ALL, Place.START, 2)).containsExactly(1L, 2L);
        var last = ledger.openItems().find(2).orElseThrow();
        assertThat(open(Query.ALL, last.place(), 10)).containsExactly(3L, 4L, 5L);
        assertThat(open(new Query("triage", "review.sample", null, null), Place.START, 10))
                .containsExactly(4L, 5L);
        assertThat(open(new Query(null, null, null, 1L), Place.START, 10)).containsExactly(1L, 2L, 3L);
        assertThat(open(new Query(null, "review.when", null, 2L), Place.START, 10))
                .isEmpty();
        assertThat(open(new Query("other", null, null, null), Place.START, 10)).isEmpty();
        assertThat(ledger.openItems().counts())
                .containsExactly(
                        new OpenItems.Open("triage", "review.sample", 2),
                        new OpenItems.Open("triage", "review.when", 3));
        assertThat(last.since()).isEqualTo(clock.instant().minusSeconds(60));
        assertThat(last.reason()).isEqualTo("review.when");
        assertThat(last.version()).isEqualTo(1);
    }

    @Test
    void whoSeesSomeTasksOnlyFindsNothingOfOthers() {
        inReview(2, "review.when");
        Query other = new Query(null, null, null, null, Set.of("other"));
        Query own = new Query(null, null, null, null, Set.of("other", "triage"));
        assertThat(open(own, Place.START, 10)).containsExactly(1L, 2L);
        assertThat(ledger.openItems().count(own)).isEqualTo(2);
        for (Query none : List.of(
                other,
                new Query("triage", null, null, null, Set.of("other")),
                new Query(null, null, null, 1L, Set.of("other")),
                new Query("triage", null, null, 1L, Set.of()))) {
            assertThat(open(none, Place.START, 10)).isEmpty();
            assertThat(ledger.openItems().count(none)).isZero();
            assertThat(ledger.openItems().next(none, Place.START, "reviewer-1", LEASE))
                    .isEmpty();
        }
        assertThat(ledger.openItems().taskOf(1)).contains("triage");
        assertThat(ledger.openItems().taskOf(99)).isEmpty();
    }

    @Test
    void aSpentFailureIsOpenOnlyOnceItsBatchIsCollected() {
        bench.drop(bench.recipe, rows("r", 2));
        bench.assemble();
        Claim claim = bench.collecting();
        Outcome bad = bench.outcome(1, 1, INVALID_OUTPUT, 0);
        bench.apply(
                claim, List.of(new Outcome(1, 1, INVALID_OUTPUT, "echo", "why", null, true, 1, bad.at(), bad.usage())));
        assertThat(open(Query.ALL, Place.START, 10)).isEmpty();
        assertThat(ledger.openItems().find(1)).isEmpty();
        ledger.collection().settleRest(claim, new Collection.Rest(false, null, 1, "no line"));
        ledger.collection().collected(claim);
        assertThat(ledger.openItems().counts())
                .containsExactly(new OpenItems.Open("triage", "echo", 1), new OpenItems.Open("triage", "missing", 1));
        assertThat(ledger.openItems().find(1).orElseThrow().since()).isEqualTo(clock.instant());
    }

    @Test
    void aClaimHoldsAnItemUntilItEndsOrItsTimeIsOver() {
        inReview(2, "review.when");
        assertThat(next("reviewer-1")).isEqualTo(1);
        assertThat(next("reviewer-1")).isEqualTo(1);
        assertThat(next("reviewer-2")).isEqualTo(2);
        assertThatThrownBy(() -> ledger.openItems().claim(1, "reviewer-2", LEASE))
                .isInstanceOf(ItemConflictException.class)
                .hasMessage("Record 1 is held by reviewer-1 until 2026-01-01T00:10:00Z. Take another one, or wait until"
                        + " then");
        assertThatThrownBy(() -> ledger.decisions().decide(decision(1, 1, Act.APPROVE, "reviewer-2")))
                .hasMessageStartingWith("Record 1 is held by reviewer-1");
        clock.pass(Duration.ofMinutes(9));
        ledger.openItems().keep(1, "reviewer-1", LEASE);
        clock.pass(Duration.ofMinutes(9));
        assertThat(next("reviewer-3")).isEqualTo(2);
        assertThatThrownBy(() -> ledger.openItems().keep(2, "reviewer-2", LEASE))
                .isInstanceOf(ItemConflictException.class);
        clock.pass(Duration.ofMinutes(1));
        assertThat(next("reviewer-3")).isEqualTo(1);
        ledger.openItems().letGo(1, "reviewer-1");
        assertThatThrownBy(() -> ledger.openItems().claim(1, "reviewer-1", LEASE))
                .hasMessageStartingWith("Record 1 is held by reviewer-3");
        ledger.openItems().letGo(1, "reviewer-3");
        ledger.openItems().claim(1, "reviewer-1", LEASE);
        assertThat(ledger.openItems().find(1).orElseThrow().holder()).isEqualTo("reviewer-1");
    }

    @Test
    void everyActMovesTheRecordAndKeepsWhoWhenAndWhy() {
        inReview(6, "review.when");
        assertThat(ledger.decisions().decide(decision(1, 1, Act.APPROVE, "reviewer-1")))
                .isEqualTo(new Decided(1, Act.APPROVE, COMPLETED, 0));
        assertThat(ledger.decisions().decide(edit(2, 1, "reviewer-1", "{\"a\":2}")))
                .isEqualTo(new Decided(2, Act.EDIT, COMPLETED, 0));
        assertThat(ledger.decisions().decide(decision(3, 1, Act.REJECT, "reviewer-1")))
                .isEqualTo(new Decided(3, Act.REJECT, DISCARDED, 0));
        assertThat(ledger.decisions().decide(decision(4, 1, Act.AGAIN, "reviewer-1")))
                .isEqualTo(new Decided(4, Act.AGAIN, QUEUED, 0));
        assertThat(ledger.decisions().decide(decision(5, 1, Act.COMMENT, "reviewer-1")))
                .isEqualTo(new Decided(5, Act.COMMENT, REVIEW_REQUIRED, 2));
        assertThat(ledger.decisions()
                        .decide(new NewDecision(
                                6, 1, Act.ASSIGN, "operator", null, null, null, null, "reviewer-2", false)))
                .isEqualTo(new Decided(6, Act.ASSIGN, REVIEW_REQUIRED, 2));
        assertThat(bench.states(1)).isEqualTo(Map.of(COMPLETED, 2L, DISCARDED, 1L, QUEUED, 1L, REVIEW_REQUIRED, 2L));
        assertThat(open(Query.ALL, Place.START, 10)).containsExactly(5L, 6L);
        assertThat(open(new Query(null, null, "reviewer-2", null), Place.START, 10))
                .containsExactly(6L);
        assertThat(ledger.decisions().rejections(List.of(2L, 3L, 4L)))
                .isEqualTo(Map.of(3L, ledger.decisions().of(3).get(0)));
        assertThat(ledger.decisions().of(2))
                .containsExactly(new Decisions.Made(
                        2,
                        clock.instant(),
                        "reviewer-1",
                        Act.EDIT,
                        1,
                        1,
                        bench.recipe,
                        "review.when",
                        "wrong",
                        "{\"a\":1}",
                        "{\"a\":2}",
                        REVIEW_REQUIRED,
                        COMPLETED,
                        null,
                        null,
                        null));
        assertThat(bench.candidates()).extracting(Assembly.Candidate::recordId).containsExactly(4L);
        assertThat(ledger.openItems().whereabouts(2).orElseThrow().edit()).isEqualTo("{\"a\":2}");
    }

    @Test
    void whatIsAssignedToSomebodyComesToNobodyElse() {
        inReview(2, "review.when");
        ledger.decisions()
                .decide(new NewDecision(1, 1, Act.ASSIGN, "operator", null, null, null, null, "reviewer-2", false));
        assertThat(next("reviewer-1")).isEqualTo(2);
        assertThat(next("reviewer-2")).isEqualTo(1);
    }

    @Test
    void aDecisionOnWhatSomebodyChangedMeanwhileIsRefused() {
        inReview(1, "review.when");
        ledger.decisions().decide(decision(1, 1, Act.COMMENT, "reviewer-2"));
        assertThatThrownBy(() -> ledger.decisions().decide(decision(1, 1, Act.APPROVE, "reviewer-1")))
                .isInstanceOf(ItemConflictException.class)
                .hasMessage(
                        "Record 1 is not what you saw: it is at version 2, your decision is for version 1 (comment by"
                                + " reviewer-2 at 2026-01-01T00:00:00Z). Nothing was changed; load it again");
        ledger.decisions().decide(decision(1, 2, Act.REJECT, "reviewer-1"));
        assertThatThrownBy(() -> ledger.decisions().decide(decision(1, 2, Act.APPROVE, "reviewer-1")))
                .hasMessage("Record 1 is not open for review any more (reject by reviewer-1 at 2026-01-01T00:00:00Z)");
    }

    @Test
    void anItemThatOpensAgainGoesOnWithItsVersions() {
        inReview(1, "review.when");
        ledger.decisions().decide(edit(1, 1, "reviewer-1", "{\"a\":2}"));
        ledger.decisions().ask(1, "operator", "look again");
        assertThat(ledger.openItems().find(1).orElseThrow().version()).isEqualTo(3);
        assertThat(ledger.openItems().find(1).orElseThrow().reason()).isEqualTo("review.manual");
        ledger.decisions().decide(decision(1, 3, Act.AGAIN, "reviewer-1"));
        assertThat(ledger.openItems().whereabouts(1).orElseThrow().edit()).isNull();
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(claim, List.of(because(bench.outcome(1, 2, REVIEW_REQUIRED, 0), "review.when")));
        ledger.collection().collected(claim);
        assertThat(ledger.openItems().find(1).orElseThrow().version()).isEqualTo(4);
        assertThatThrownBy(() -> ledger.decisions().decide(decision(1, 1, Act.APPROVE, "reviewer-1")))
                .isInstanceOf(ItemConflictException.class);
        assertThat(ledger.openItems().whereabouts(1).orElseThrow().attempts())
                .extracting(OpenItems.Attempt::no)
                .containsExactly(2, 1);
        ledger.decisions().decide(edit(1, 4, "reviewer-1", "{\"a\":3}"));
        assertThat(ledger.decisions().of(1))
                .extracting(Decisions.Made::act)
                .containsExactly(Act.EDIT, Act.ASK, Act.AGAIN, Act.EDIT);
    }

    @Test
    void nothingGoesAgainWhileItsBatchIsBeingCollected() {
        bench.drop(bench.recipe, rows("r", 2));
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(claim, List.of(bench.outcome(1, 1, REVIEW_REQUIRED, 0)));
        assertThatThrownBy(() -> ledger.decisions().decide(decision(1, 1, Act.AGAIN, "reviewer-1")))
                .hasMessage("Record 1 can't be sent again while its batch is being collected; try again in a minute");
        ledger.decisions().decide(decision(1, 1, Act.APPROVE, "reviewer-1"));
        bench.apply(claim, List.of(bench.outcome(1, 1, REVIEW_REQUIRED, 0), bench.outcome(2, 1, COMPLETED, 10)));
        assertThat(ledger.collection().collected(claim).ok()).isEqualTo(2);
    }

    @Test
    void whereTwoPairsOfEyesMustAgreeNobodyIsBoth() {
        inReview(2, "review.when");
        assertThat(ledger.decisions()
                        .decide(edit(1, 1, "reviewer-1", "{\"a\":2}").second(true)))
                .isEqualTo(new Decided(1, Act.EDIT, REVIEW_REQUIRED, 2));
        assertThat(ledger.openItems().find(1).orElseThrow().firstEyes()).isEqualTo("reviewer-1");
        assertThat(next("reviewer-1")).isEqualTo(2);
        assertThatThrownBy(() -> ledger.decisions()
                        .decide(decision(1, 2, Act.APPROVE, "reviewer-1").second(true)))
                .isInstanceOf(ItemConflictException.class)
                .hasMessage("Record 1 was decided by reviewer-1 already; this task wants a second person to agree");
        assertThat(ledger.decisions()
                        .decide(edit(1, 2, "reviewer-2", "{\"a\":3}").second(true)))
                .isEqualTo(new Decided(1, Act.EDIT, REVIEW_REQUIRED, 3));
        assertThat(ledger.decisions()
                        .decide(decision(1, 3, Act.APPROVE, "reviewer-1").second(true)))
                .isEqualTo(new Decided(1, Act.APPROVE, COMPLETED, 0));
        assertThat(ledger.decisions().of(1))
                .extracting(Decisions.Made::after)
                .containsExactly("{\"a\":2}", "{\"a\":3}", "{\"a\":3}");
    }

    @Test
    void manyAreDecidedInOneTransactionAndThoseOfOthersArePassedOver() {
        inReview(4, "review.when");
        ledger.openItems().claim(2, "reviewer-2", LEASE);
        NewDecision pattern = decision(0, 0, Act.AGAIN, "reviewer-1");
        assertThat(ledger.decisions().decideAll(List.of(1L, 2L, 3L, 77L), pattern))
                .isEqualTo(new Decisions.Many(2, 0));
        assertThat(bench.states(1)).isEqualTo(Map.of(QUEUED, 2L, REVIEW_REQUIRED, 2L));
        assertThat(ledger.openItems().count(Query.ALL)).isEqualTo(2);
        assertThat(ledger.openItems().held(Query.ALL, "reviewer-1")).isEqualTo(1);
        assertThat(ledger.openItems().held(Query.ALL, "reviewer-2")).isZero();
    }

    @Test
    void aPersonIsAskedAboutWhatIsInNoReviewAndInNoPublication() {
        bench.drop(bench.recipe, rows("r", 4));
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(
                claim,
                List.of(
                        bench.outcome(1, 1, COMPLETED, 0),
                        bench.outcome(2, 1, INVALID_OUTPUT, 10),
                        bench.outcome(3, 1, PROVIDER_ERROR, 20)));
        assertThatThrownBy(() -> ledger.decisions().ask(2, "operator", "?"))
                .hasMessage("Record 2 is of a batch that is still being collected; ask again in a minute");
        bench.apply(claim, List.of(bench.outcome(4, 1, COMPLETED, 30)));
        ledger.collection().collected(claim);
        for (long id = 1; id <= 3; id++) {
            ledger.decisions().ask(id, "operator", "looks odd");
        }
        bench.publish();
        assertThatThrownBy(() -> ledger.decisions().ask(4, "operator", "?"))
                .isInstanceOf(ItemConflictException.class)
                .hasMessageStartingWith("Record 4 is published");
        assertThat(ledger.openItems().counts()).containsExactly(new OpenItems.Open("triage", "review.manual", 3));
        assertThat(ledger.todo().nextRetry()).isEmpty();
        assertThat(ledger.decisions().of(1))
                .extracting(Decisions.Made::act, Decisions.Made::from, Decisions.Made::actor)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Act.ASK, COMPLETED, "operator"));
    }

    @Test
    void aNewerRevisionClosesTheItem() {
        inReview(2, "review.when");
        Drops.Claim reading = bench.arrive();
        bench.append(reading, row("review.when1", 99, 1));
        assertThat(open(Query.ALL, Place.START, 10)).containsExactly(2L);
        assertThatThrownBy(() -> ledger.decisions().decide(decision(1, 1, Act.APPROVE, "reviewer-1")))
                .hasMessage("A newer revision of record 1 is being read just now; it can't be decided on");
        ledger.drops().seal(reading);
        assertThat(bench.states(1)).isEqualTo(Map.of(REVIEW_REQUIRED, 1L, SUPERSEDED, 1L));
        assertThat(ledger.openItems().count(Query.ALL)).isEqualTo(1);
    }

    /** Rule 42: what a person decided is replaced by a person, however many revisions lie between. */
    @Test
    void aNewerAnswerNeverReplacesOneThatAPersonGave() {
        bench.drop(row("edited", 1, 1), row("rejected", 2, 2), row("untouched", 3, 3));
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(
                claim,
                List.of(
                        because(bench.outcome(1, 1, REVIEW_REQUIRED, 0), "review.when"),
                        because(bench.outcome(2, 1, REVIEW_REQUIRED, 10), "review.when"),
                        bench.outcome(3, 1, COMPLETED, 20)));
        ledger.collection().collected(claim);
        ledger.decisions().decide(edit(1, 1, "reviewer-1", "{\"a\":2}"));
        ledger.decisions().decide(decision(2, 1, Act.REJECT, "reviewer-1"));
        answered(11, INVALID_OUTPUT);
        answered(21, COMPLETED);
        assertThat(ledger.openItems().counts()).containsExactly(new OpenItems.Open("triage", "review.person", 1));
        OpenItems.OpenItem item =
                ledger.openItems().list(Query.ALL, Place.START, 1).get(0);
        assertThat(item.sourceId()).isEqualTo("edited");
        assertThat(item.revision()).isEqualTo(3);
        ledger.decisions().decide(decision(item.recordId(), item.version(), Act.APPROVE, "reviewer-2"));
        answered(31, COMPLETED);
        assertThat(ledger.openItems().counts()).containsExactly(new OpenItems.Open("triage", "review.person", 1));
    }

    /** The three records come again with other content, and are all answered so. */
    private void answered(long content, RecordState state) {
        bench.drop(row("edited", content, 1), row("rejected", content + 1, 2), row("untouched", content + 2, 3));
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(claim, bench.outcomes(claim, state));
        ledger.collection().collected(claim);
    }
}
