package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Audit.Gone;
import dev.caravan.ledger.Audit.Request;
import dev.caravan.ledger.Audit.Revision;
import dev.caravan.ledger.Lists.PublicationRow;
import dev.caravan.ledger.Lists.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What pages ask of one record, of the records of a drop, and of publications. */
abstract class OneRecordContract extends LedgerContract {

    @Test
    void eachRevisionKnowsAllOfItsSourceRecord() {
        bench.drop(row("a", 1, 1), row("b", 2, 2));
        bench.complete();
        bench.publish();
        bench.drop(row("a", 7, 1));

        List<Revision> both =
                List.of(new Revision(3, 2, RecordState.QUEUED), new Revision(1, 1, RecordState.PUBLISHED));
        assertThat(ledger.audit().revisions(1)).isEqualTo(both);
        assertThat(ledger.audit().revisions(3)).isEqualTo(both);
        assertThat(ledger.audit().revisions(99)).isEmpty();
        assertThat(ledger.audit().version(1).orElseThrow().from().line()).isEqualTo(1);
        assertThat(ledger.audit().version(2).orElseThrow().attempts()).hasSize(1);
        assertThat(ledger.audit().version(99)).isEmpty();
    }

    @Test
    void theRequestOfARecordIsTheLineOfItsPlaceInTheBatch() {
        bench.drop(bench.recipe, rows("k", 5));
        long batch = bench.open(bench.recipe);
        Members members = new Members.Builder().add(1, 1).add(3, 1).add(4, 1).build();
        assertThat(bench.assembled(batch, members)).isTrue();

        String path = "batches/" + batch + "/requests.jsonl";
        assertThat(ledger.audit().request(1, batch)).contains(new Request(path, 0));
        assertThat(ledger.audit().request(4, batch)).contains(new Request(path, 2));
        assertThat(ledger.audit().request(2, batch)).isEmpty();
        assertThat(ledger.audit().request(5, batch)).isEmpty();
        assertThat(ledger.audit().request(1, 77)).isEmpty();
    }

    @Test
    void bytesAreGoneWhenAPersonOrTheirAgeSaysSo() {
        long drop = bench.drop(row("a", 1, 1), row("b", 2, 2));
        bench.complete();
        bench.publish();
        assertThat(ledger.audit().gone(1)).isEmpty();

        long erasure = ledger.erasures()
                .ask(new Erasures.Asked("triage", "a", "hash", clock.instant(), "data protection"))
                .orElseThrow();
        assertThat(ledger.audit().gone(1)).contains(new Gone(true, null));
        ledger.erasures().done(erasure);
        assertThat(ledger.audit().gone(1)).contains(new Gone(true, clock.instant()));
        assertThat(ledger.audit().gone(2)).isEmpty();
        assertThat(ledger.audit().revisions(1)).hasSize(1);

        long moves = ledger.proofs().drop(drop).orElseThrow().moves();
        ledger.proofs().proved(drop, moves, new Proofs.Manifest(1, clock.instant(), "m", "sha", "root"));
        assertThat(ledger.purges().mark(drop)).isTrue();
        assertThat(ledger.audit().gone(2)).contains(new Gone(false, null));
        ledger.purges().purged(drop, List.of(), List.of());
        assertThat(ledger.audit().gone(2)).contains(new Gone(false, clock.instant()));
    }

    @Test
    void inputsAndValuesOfManyRecordsAreFoundButNotThoseThatNobodyMaySee() {
        bench.drop(row("a", 1, 1), row("b", 2, 2), row("c", 3, 3), row("d", 4, 4));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        List<Collection.Outcome> outcomes = bench.outcomes(claim, RecordState.REVIEW_REQUIRED);
        bench.apply(claim, outcomes.subList(0, 3));
        String edit = "{\"a\":2}";
        ledger.decisions()
                .decide(new Decisions.NewDecision(2, 1, Act.EDIT, "reviewer-1", null, edit, null, null, null, false));
        ledger.erasures().ask(new Erasures.Asked("triage", "c", "hash", clock.instant(), "data protection"));

        Collection.ResultFile file = Bench.file(claim, "results");
        var values = ledger.audit().values(List.of(1L, 2L, 3L, 4L, 99L));
        assertThat(values.keySet()).containsExactlyInAnyOrder(1L, 2L, 4L);
        assertThat(values.get(1L))
                .isEqualTo(new Audit.ValuePlace(
                        new Assembly.InputAt("drops/1/segment", 0, 0),
                        bench.recipe,
                        file,
                        new Collection.ResultAt(0, 100),
                        null));
        assertThat(values.get(2L).edit()).isEqualTo(edit);
        assertThat(values.get(4L).file()).isNull();
        assertThat(values.get(4L).input()).isEqualTo(new Assembly.InputAt("drops/1/segment", 0, 3));
    }

    @Test
    void publicationsAreListedByTheirStateAndByWhatASinkHas() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        bench.publish();
        bench.drop(row("b", 1, 1));
        bench.complete();
        long open = ledger.publications().open(bench.task, 10).orElseThrow().id();
        Slice all = new Slice(null, 0, 10);
        assertThat(ids(all, "open", null)).containsExactly(open);
        assertThat(ids(all, "published", null)).containsExactly(1L);
        assertThat(ids(all, null, DeliveryState.WAITING)).isEmpty();

        ledger.publications()
                .sealed(open, new Publications.Content("publications/2", 9, "sha", 1), List.of("left", "right"));
        ledger.publications().givenUp(ledger.publications().claimDelivery().orElseThrow(), "HTTP 403 Forbidden", null);
        assertThat(ids(all, null, DeliveryState.DEAD)).containsExactly(open);
        assertThat(ids(all, "sealed", DeliveryState.WAITING)).containsExactly(open);
        assertThat(ids(all, "published", DeliveryState.DEAD)).isEmpty();
        assertThat(ids(new Slice(null, open, 10), null, null)).containsExactly(1L);
    }

    private List<Long> ids(Slice slice, String state, DeliveryState delivery) {
        return ledger.lists().publications(slice, state, delivery).stream()
                .map(PublicationRow::id)
                .toList();
    }
}
