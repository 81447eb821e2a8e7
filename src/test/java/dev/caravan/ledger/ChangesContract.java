package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Changes.Change;
import dev.caravan.ledger.Notices.NewNotice;
import dev.caravan.ledger.Notices.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What changed, and who is told. */
abstract class ChangesContract extends LedgerContract {
    private static final Duration NONE = Duration.ZERO;

    private List<String> told(long after) {
        return ledger.changes().after(after, 1000).stream()
                .map(change -> change.type() + " " + change.id())
                .toList();
    }

    @Test
    void hasEveryMoveInItsOrderWhateverEndsInBetween() {
        bench.drop(bench.recipe, rows("r", 3));
        crash();
        bench.complete();
        bench.publish();
        assertThat(told(0))
                .containsSubsequence(
                        "drop.received 1",
                        "drop.reading 1",
                        "drop.sealed 1",
                        "batch.assembled 1",
                        "batch.submitted 1",
                        "batch.collecting 1",
                        "batch.collected 1",
                        "publication.sealed 1",
                        "publication.published 1");
        assertThat(told(0)).doesNotHaveDuplicates();
        Change last = ledger.changes().after(0, 1000).stream()
                .filter(change -> change.type().equals("batch.collected"))
                .findFirst()
                .orElseThrow();
        assertThat(last.task()).isEqualTo("triage");
        assertThat(last.counts()).containsAllEntriesOf(Map.of("sent", 3L, "ok", 3L, "error", 0L));
        assertThat(ledger.changes().newest())
                .isEqualTo(ledger.changes().after(0, 1000).stream()
                        .mapToLong(Change::number)
                        .max()
                        .orElseThrow());
    }

    @Test
    void keepsOnlyTheNewestOfTheMovesOfRecords() {
        bench.drop(bench.recipe, rows("r", 3));
        long before = ledger.changes().newest();
        assertThat(told(0)).contains("records.moved 1");
        bench.complete();
        assertThat(told(0)).containsOnlyOnce("records.moved 1");
        Change moved = ledger.changes().after(before, 1000).stream()
                .filter(change -> change.type().equals("records.moved"))
                .findFirst()
                .orElseThrow();
        assertThat(moved.counts()).containsAllEntriesOf(Map.of("read", 3L, "completed", 3L));
    }

    @Test
    void saysWhenADropBeginsToWaitForPeople() {
        bench.drop(bench.recipe, rows("r", 2));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        bench.apply(claim, bench.outcomes(claim, RecordState.REVIEW_REQUIRED));
        assertThat(told(0)).containsOnlyOnce("review.waiting 1").doesNotContain("review.done 1");
    }

    @Test
    void aWebhookBeginsWithWhatChangesAfterItIsKnown() {
        bench.drop(bench.recipe, rows("r", 1));
        assertThat(ledger.notices().cursor("crm")).isEqualTo(ledger.changes().newest());
        bench.complete();
        crash();
        assertThat(ledger.notices().cursor("crm")).isLessThan(ledger.changes().newest());
    }

    private void make(String webhook, String... ids) {
        long from = ledger.notices().cursor(webhook);
        ledger.notices()
                .make(
                        webhook,
                        from,
                        ledger.changes().newest() + 1,
                        java.util.stream.Stream.of(ids)
                                .map(id -> new NewNotice(webhook + id, "{}", clock.instant()))
                                .toList());
    }

    private Notice take(String webhook) {
        return ledger.notices().take(webhook).orElseThrow();
    }

    @Test
    void aNoticeThatMayHaveArrivedIsSentAgainUnderItsId() {
        make("crm", "1", "2");
        Notice sent = take("crm");
        crash();
        Notice again = take("crm");
        assertThat(again.messageId()).isEqualTo(sent.messageId()).isEqualTo("crm1");
        assertThat(again.sends()).isEqualTo(2);
        assertThat(again.firstAt()).isEqualTo(sent.firstAt());
        ledger.notices().taken(again);
        assertThat(take("crm").messageId()).isEqualTo("crm2");
    }

    @Test
    void oneThatIsDownKeepsNoOtherWaitingAndIsLeftAloneForAWhile() {
        make("crm", "1", "2");
        make("wiki", "1");
        assertThat(ledger.notices().due()).containsExactly("crm", "wiki");
        ledger.notices().failed(take("crm"), Duration.ofMinutes(2), Duration.ofMinutes(1), "it answered 500");
        assertThat(ledger.notices().due()).containsExactly("wiki");
        assertThat(ledger.notices().take("crm")).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        Notice other = take("crm");
        assertThat(other.messageId()).isEqualTo("crm2");
        assertThat(other.failures()).isEqualTo(1);
        ledger.notices().taken(other);
        clock.pass(Duration.ofMinutes(1));
        assertThat(take("crm").failures()).isZero();
    }

    @Test
    void whatWasGivenUpIsSentAgainOnRequestOnly() {
        make("crm", "1", "2");
        Instant made = clock.instant();
        clock.pass(Duration.ofHours(1));
        make("crm", "3");
        Notice first = take("crm");
        ledger.notices().failed(first, NONE, NONE, "it answered 500");
        assertThat(ledger.notices().giveUp(first, made, "it answered 500"))
                .as("it has failed for less than that")
                .isEqualTo(1);
        clock.pass(Duration.ofDays(1));
        Notice second = take("crm");
        assertThat(ledger.notices().giveUp(second, clock.instant().minus(Duration.ofDays(1)), "no answer"))
                .as("whatever was made before a day in which it took nothing")
                .isEqualTo(2);
        assertThat(ledger.notices().due()).isEmpty();
        assertThat(ledger.notices().replay("crm")).isEqualTo(3);
        assertThat(take("crm").messageId()).isEqualTo("crm1");
    }

    @Test
    void changesAreForgottenOnlyBehindEveryCursor() {
        bench.drop(bench.recipe, rows("r", 1));
        ledger.notices().cursor("crm");
        bench.complete();
        long cursor = ledger.notices().cursor("crm");
        Instant future = Instant.now().plus(Duration.ofDays(1));
        assertThat(ledger.changes().trim(future)).isPositive();
        assertThat(ledger.changes().oldest()).isGreaterThan(cursor);
        assertThat(ledger.changes().trim(future)).isZero();
        assertThat(ledger.changes().trim(Instant.EPOCH)).isZero();
        ledger.notices().forget(clock.instant(), List.of());
        assertThat(ledger.changes().trim(future)).isPositive();
        long last = ledger.changes().newest();
        assertThat(ledger.changes().oldest()).isZero();
        bench.drop(bench.recipe, rows("s", 1));
        assertThat(ledger.changes().oldest()).isGreaterThan(last);
    }
}
