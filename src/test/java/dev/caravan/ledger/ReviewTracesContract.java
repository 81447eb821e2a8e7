package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Decisions.NewDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people wrote into the ledger goes with the payloads; that they decided stays as long as the record. */
abstract class ReviewTracesContract extends LedgerContract {

    /** Records a and b of drop 1, edited by a person. */
    private void edited() {
        bench.drop(row("a", 1, 1), row("b", 2, 2));
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(claim, bench.outcomes(claim, RecordState.REVIEW_REQUIRED));
        ledger.collection().collected(claim);
        for (long id = 1; id <= 2; id++) {
            ledger.decisions()
                    .decide(new NewDecision(
                            id, 1, Act.EDIT, "reviewer-1", "wrong name", "{\"a\":2}", "{\"a\":1}", null, null, false));
        }
    }

    private Decisions.Made made(long recordId) {
        return ledger.decisions().of(recordId).get(0);
    }

    @Test
    void anErasureLeavesWhoAndWhenAndNothingOfTheValue() {
        edited();
        long erasure = ledger.erasures()
                .ask(new Erasures.Asked("triage", "a", "hash", clock.instant(), "data protection"))
                .orElseThrow();
        assertThat(ledger.erasures().home()).containsExactly(erasure);
        assertThat(ledger.decisions().labelled("triage", 0, clock.instant(), true, 10))
                .extracting(Decisions.Labelled::sourceId)
                .containsExactly("b");
        ledger.erasures().done(erasure);
        assertThat(made(1).actor()).isEqualTo("reviewer-1");
        assertThat(List.of(made(2).why(), made(2).before(), made(2).after()))
                .containsExactly("wrong name", "{\"a\":1}", "{\"a\":2}");
        assertThat(made(1).why()).isNull();
        assertThat(made(1).before()).isNull();
        assertThat(made(1).after()).isNull();
        assertThat(ledger.openItems().whereabouts(1).orElseThrow().edit()).isNull();
        assertThat(ledger.openItems().whereabouts(2).orElseThrow().edit()).isEqualTo("{\"a\":2}");
    }

    @Test
    void anErasureClosesTheItem() {
        edited();
        ledger.decisions().ask(1, "operator", "look again");
        ledger.erasures().ask(new Erasures.Asked("triage", "a", "hash", clock.instant(), "data protection"));
        assertThat(ledger.openItems().find(1)).isEmpty();
        assertThat(ledger.openItems().count(OpenItems.Query.ALL)).isZero();
    }

    @Test
    void deletionByAgeTakesTheValuesFirstAndTheDecisionsWithTheRecords() {
        edited();
        bench.publish();
        Proofs.Row before = ledger.proofs().rows(1, 0, 10).get(0);
        assertThat(before.edit()).hasSize(64);
        ledger.proofs()
                .proved(
                        1,
                        ledger.proofs().drop(1).orElseThrow().moves(),
                        new Proofs.Manifest(1, clock.instant(), "drops/1/manifest-1.json", "sha", "root"));
        assertThat(ledger.purges().mark(1)).isTrue();
        ledger.purges().purged(1, List.of(), List.of());
        assertThat(made(1).after()).isNull();
        assertThat(made(1).why()).isNull();
        assertThat(ledger.openItems().whereabouts(1).orElseThrow().edit()).isNull();
        assertThat(ledger.proofs().rows(1, 0, 10).get(0))
                .as("what its manifest was made from")
                .isEqualTo(before);
        assertThat(ledger.decisions().labelled("triage", 0, clock.instant(), true, 10))
                .isEmpty();
        ledger.purges().forget(1);
        assertThat(ledger.purges().forgetSome(1, 10)).isFalse();
        assertThat(ledger.decisions().of(1)).isEmpty();
    }

    @Test
    void aDecisionIsReasonForAnotherManifest() {
        edited();
        bench.publish();
        long moves = ledger.proofs().drop(1).orElseThrow().moves();
        ledger.proofs()
                .proved(1, moves, new Proofs.Manifest(1, clock.instant(), "drops/1/manifest-1.json", "sha", "root"));
        assertThat(ledger.proofs().due(clock.instant(), 10)).isEmpty();
        bench.drop(row("c", 3, 1));
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(claim, bench.outcomes(claim, RecordState.REVIEW_REQUIRED));
        ledger.collection().collected(claim);
        long item = ledger.openItems()
                .list(OpenItems.Query.ALL, OpenItems.Place.START, 1)
                .get(0)
                .recordId();
        long seen = ledger.proofs().drop(2).orElseThrow().moves();
        ledger.proofs().proved(2, seen, new Proofs.Manifest(1, clock.instant(), "m", "sha", "root"));
        ledger.decisions()
                .decide(new NewDecision(item, 1, Act.REJECT, "reviewer-1", null, null, null, null, null, false));
        assertThat(ledger.proofs().due(clock.instant().plusSeconds(1), 10)).containsExactly(2L);
    }
}
