package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Proofs.FileHash;
import dev.caravan.ledger.Proofs.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class ProofsContract extends LedgerContract {
    private static final Instant ALWAYS = Instant.ofEpochMilli(Long.MAX_VALUE);

    private List<Long> due() {
        return ledger.proofs().due(ALWAYS, 10);
    }

    private Manifest manifest(int no) {
        return new Manifest(no, clock.instant(), "drops/1/manifest-" + no + ".json", "sha" + no, "root");
    }

    private long moves(long drop) {
        return ledger.proofs().drop(drop).orElseThrow().moves();
    }

    @Test
    void aDropIsAtRestWhenNothingOfItMovesAnyMoreByItself() {
        long drop = bench.drop(Bench.row("a", 1, 2), Bench.row("b", 2, 3));
        assertThat(due()).as("queued").isEmpty();
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        assertThat(due()).as("submitted").isEmpty();
        bench.apply(
                claim,
                List.of(
                        bench.outcome(1, 1, RecordState.COMPLETED, 0),
                        bench.outcome(2, 1, RecordState.PROVIDER_ERROR, 10)));
        ledger.collection().collected(claim);
        assertThat(due()).as("completed, not published").isEmpty();
        bench.publish();
        assertThat(due()).as("a retry is planned").isEmpty();
        clock.pass(Duration.ofMinutes(2));
        ledger.todo().releaseDueRetries(10);
        bench.assemble();
        claim = bench.collecting();
        bench.apply(claim, List.of(bench.outcome(2, 2, RecordState.INVALID_OUTPUT, 0)));
        ledger.collection().collected(claim);
        assertThat(due()).containsExactly(drop);
    }

    @Test
    void failedDropsAreAtRestAndDropsThatWaitForAPersonToo() {
        Drops.Claim claim = bench.arrive();
        bench.append(claim, Bench.row("a", 1, 1));
        ledger.drops().fail(claim, "broken", false);
        long review = bench.drop(Bench.row("b", 1, 1));
        bench.assemble();
        Batches.Claim batch = bench.collecting();
        bench.apply(batch, bench.outcomes(batch, RecordState.REVIEW_REQUIRED));
        ledger.collection().collected(batch);
        assertThat(due()).containsExactly(claim.dropId(), review);
        assertThat(ledger.proofs().rows(claim.dropId(), 0, 10)).isEmpty();
    }

    @Test
    void aManifestHoldsUntilTheDropMoves() {
        long drop = bench.drop(Bench.row("a", 1, 1));
        bench.complete();
        bench.publish();
        assertThat(ledger.proofs().proved(drop, moves(drop) - 1, manifest(1)))
                .as("of what the drop was before")
                .isFalse();
        assertThat(ledger.proofs().manifests(drop)).isEmpty();
        assertThat(ledger.proofs().proved(drop, moves(drop), manifest(1))).isTrue();
        crash();
        assertThat(due()).isEmpty();
        assertThat(ledger.proofs().manifests(drop)).containsExactly(manifest(1));
        bench.drop(Bench.row("a", 2, 1));
        bench.complete();
        bench.publish();
        assertThat(due()).as("its record was superseded").containsExactly(drop, drop + 1);
        assertThat(ledger.proofs().due(clock.instant().minusSeconds(1), 10))
                .as("its manifest is young")
                .containsExactly(drop + 1);
    }

    @Test
    void readsRecordsInPagesInTheOrderTheyWereReadAndOnlyThoseOfTheDrop() {
        Drops.Claim claim = bench.arrive();
        bench.append(claim, bench.recipe, Bench.rows("k", 2_500));
        ledger.drops().seal(claim);
        long other = bench.drop(Bench.row("x", 9, 1), Bench.row("k1", 1, 2));
        bench.complete();
        List<Proofs.Row> first = ledger.proofs().rows(claim.dropId(), 0, 2_000);
        List<Proofs.Row> rest =
                ledger.proofs().rows(claim.dropId(), first.get(1_999).recordId(), 2_000);
        assertThat(first).hasSize(2_000);
        assertThat(rest).hasSize(500);
        assertThat(rest.get(499).sourceId()).isEqualTo("k2500");
        assertThat(rest.get(499).result()).isEqualTo(new Collection.ResultAt(0, 250_000));
        assertThat(ledger.proofs().rows(other, 0, 10))
                .extracting(Proofs.Row::sourceId)
                .containsExactly("x");
        assertThat(ledger.proofs().find(claim.dropId(), "k7")).contains(7L);
        assertThat(ledger.proofs().find(other, "k7")).isEmpty();
    }

    /** Rule 46: manifests use keyed hashes. */
    @Test
    void aLedgerKeepsOneKeyOfItsOwn() {
        byte[] key = ledger.proofs().key();
        crash();
        assertThat(ledger.proofs().key()).isEqualTo(key).hasSize(32).isNotEqualTo(new byte[32]);
    }

    @Test
    void knowsWhatEarlierAttemptsCostAndTheHashesOfFiles() {
        long drop = bench.drop(Bench.row("a", 1, 1));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        bench.apply(claim, bench.outcomes(claim, RecordState.PROVIDER_ERROR));
        ledger.collection().collected(claim);
        clock.pass(Duration.ofMinutes(2));
        ledger.todo().releaseDueRetries(10);
        assertThat(ledger.proofs().earlier(drop)).isEqualTo(new Proofs.Used(10, 1, 20, 2, 5));
        ledger.proofs().hashed(drop, new FileHash("drops/1/x", 3, "sha"));
        ledger.proofs().hashed(drop, new FileHash("drops/1/x", 4, "sha2"));
        assertThat(ledger.proofs().files(drop)).containsExactly(new FileHash("drops/1/x", 4, "sha2"));
    }
}
