package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Backlog.Head;
import dev.caravan.ledger.Backlog.Held;
import dev.caravan.ledger.Backlog.Open;
import dev.caravan.ledger.Backlog.Queue;
import dev.caravan.ledger.Backlog.Reviews;
import dev.caravan.ledger.Backlog.Stage;
import dev.caravan.ledger.Batches.Except;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

abstract class BacklogContract extends LedgerContract {
    private static final Duration HOUR = Duration.ofHours(1);

    private Map<Stage, Head> heads() {
        return ledger.backlog().heads(Except.NONE, Except.NONE);
    }

    @Test
    void anEmptyLedgerHasNothingThatWaits() {
        assertThat(ledger.backlog().records()).isEmpty();
        assertThat(ledger.backlog().drops()).isEmpty();
        assertThat(ledger.backlog().held(9)).isEmpty();
        assertThat(ledger.backlog().batches()).isEmpty();
        assertThat(ledger.backlog().reviews()).isEmpty();
        assertThat(ledger.backlog().deliveries()).isEmpty();
        assertThat(ledger.backlog().notices()).isEmpty();
        assertThat(heads()).isEmpty();
    }

    @Test
    void recordsDropsAndBatchesAreCountedWhereTheyAre() {
        Instant start = clock.instant();
        bench.drop(bench.recipe, rows("r", 3));
        bench.assemble();
        clock.pass(HOUR);
        bench.drop(bench.recipe, rows("s", 2));
        Drops.Claim read = bench.arrive();
        ledger.drops().fail(read, "no text", false);
        bench.arrive();

        assertThat(ledger.backlog().records())
                .isEqualTo(Map.of("triage", Map.of(RecordState.QUEUED, 2L, RecordState.SUBMITTED, 3L)));
        assertThat(ledger.backlog().drops())
                .isEqualTo(Map.of(DropState.SEALED, 2L, DropState.FAILED, 1L, DropState.READING, 1L));
        assertThat(ledger.backlog().batches()).containsExactly(new Open("triage", "sim", 1, 0, start));

        bench.assemble();
        ledger.deadlines().passed(1, "late", Deadlines.Then.WAIT, 0);
        assertThat(ledger.backlog().batches()).containsExactly(new Open("triage", "sim", 2, 1, start));
    }

    @Test
    void aStageHasAsHeadWhatItWouldTakeNext() {
        ledger.drops()
                .received(ledger.drops().arriving(new Drops.NewDrop(bench.task, "inbox", "file:///a", null)), "a", 1);
        assertThat(heads()).isEqualTo(Map.of(Stage.READ, new Head("drop 1", null)));
        Drops.Claim read = ledger.drops().claimForRead().orElseThrow();
        assertThat(heads()).isEmpty();

        bench.append(read, bench.recipe, rows("r", 2));
        ledger.drops().seal(read);
        Instant sealed = clock.instant();
        clock.pass(HOUR);
        assertThat(heads()).isEqualTo(Map.of(Stage.ASSEMBLE, new Head("task triage", sealed)));

        bench.assemble();
        assertThat(heads()).isEqualTo(Map.of(Stage.SUBMIT, new Head("batch 1", null)));
        assertThat(ledger.backlog().heads(Except.of(Set.of("sim")), Except.of(Set.of("sim"))))
                .isEmpty();

        bench.submit();
        Instant due = clock.instant();
        clock.pass(HOUR);
        assertThat(heads()).isEqualTo(Map.of(Stage.POLL, new Head("batch 1", due)));
        assertThat(ledger.backlog().heads(Except.of(Set.of("sim")), Except.of(Set.of("sim"))))
                .isEmpty();

        Batches.Claim claim = bench.collectingSubmitted();
        assertThat(heads()).isEmpty();
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        ledger.collection().collected(claim);
        assertThat(heads()).isEmpty();
    }

    @Test
    void heldRecordsAreCountedByTheirCode() {
        bench.drop(bench.recipe, rows("r", 3));
        ledger.budgets().hold(bench.task, "no money", 2);
        assertThat(ledger.backlog().held(9)).containsExactly(new Held("triage", "budget", 2));
        assertThat(ledger.backlog().held(1)).containsExactly(new Held("triage", "budget", 1));
    }

    @Test
    void openItemsAreCountedWithTheOldest() {
        bench.drop(bench.recipe, rows("r", 2));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        Instant first = clock.instant();
        bench.apply(claim, bench.outcomes(claim, RecordState.REVIEW_REQUIRED));
        ledger.collection().collected(claim);
        clock.pass(HOUR);
        assertThat(ledger.backlog().reviews()).containsExactly(new Reviews("triage", 2, first));
    }

    @Test
    void deliveriesWaitOrAreGivenUp() {
        bench.drop(bench.recipe, rows("r", 2));
        bench.complete();
        Publications.Publication open =
                ledger.publications().open(bench.task, 9).orElseThrow();
        assertThat(heads()).isEmpty();
        ledger.publications().sealed(open.id(), Bench.content(open), List.of("crm", "files"));
        long publication = open.id();
        Instant sealed = clock.instant();
        assertThat(ledger.backlog().deliveries())
                .containsExactly(new Queue("crm", 1, 0, sealed), new Queue("files", 1, 0, sealed));
        assertThat(heads())
                .isEqualTo(Map.of(Stage.DELIVERIES, new Head("publication " + publication + " to crm", null)));
        assertThat(ledger.backlog().heads(Except.NONE, new Except(Set.of(), Set.of(bench.task), Set.of())))
                .isEmpty();

        Publications.Delivery delivery = ledger.publications().claimDelivery().orElseThrow();
        ledger.publications().givenUp(delivery, "gone", null);
        assertThat(ledger.backlog().deliveries())
                .containsExactly(new Queue("crm", 0, 1, null), new Queue("files", 1, 0, sealed));
        assertThat(heads())
                .isEqualTo(Map.of(Stage.DELIVERIES, new Head("publication " + publication + " to files", null)));
    }

    @Test
    void noticesWaitOrWereGivenUp() {
        ledger.notices().cursor("crm");
        Instant made = clock.instant();
        ledger.notices()
                .make(
                        "crm",
                        ledger.notices().cursor("crm"),
                        ledger.notices().cursor("crm"),
                        List.of(
                                new Notices.NewNotice("m1", "{}", made),
                                new Notices.NewNotice("m2", "{}", made.plusSeconds(1))));
        assertThat(ledger.backlog().notices()).containsExactly(new Queue("crm", 2, 0, made));
        assertThat(heads()).isEqualTo(Map.of(Stage.NOTICES, new Head("webhook crm", made)));

        Notices.Notice first = ledger.notices().take("crm").orElseThrow();
        ledger.notices().giveUp(first, made.plusMillis(1), "nobody there");
        assertThat(ledger.backlog().notices()).containsExactly(new Queue("crm", 1, 1, made.plusSeconds(1)));
    }
}
