package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Batches.Except;
import dev.caravan.ledger.Pauses.Came;
import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.ledger.Pauses.Terms;
import dev.caravan.ledger.Pauses.What;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

abstract class PausesContract extends LedgerContract {
    private static final What CRED = new What(Kind.CREDENTIAL, "sim");
    private static final Terms LEAK = new Terms(true, "the key leaked", null);

    private List<String> told(What what) {
        return ledger.events().of(what.toString(), 9).stream()
                .map(one -> one.kind() + " " + one.actor() + ": " + one.body())
                .toList();
    }

    @Test
    void aPauseIsInForceAfterACrashUntilSomebodyResumesItAndBothAreTold() {
        Instant begun = clock.instant();
        assertThat(ledger.pauses().inForce()).isEmpty();
        assertThat(ledger.pauses().pause(CRED, LEAK, "ann").came()).isEqualTo(Came.BEGUN);
        crash();
        Pause pause = ledger.pauses().inForce().get(0);
        assertThat(pause).isEqualTo(new Pause(pause.id(), CRED, LEAK, begun, "ann", 0, null));
        clock.pass(Duration.ofMinutes(5));
        assertThat(ledger.pauses().resume(CRED, "bob", "a new key is in place")).contains(pause);
        assertThat(ledger.pauses().inForce()).isEmpty();
        assertThat(ledger.pauses().resume(CRED, "bob", "again")).isEmpty();
        assertThat(ledger.pauses().since(begun))
                .singleElement()
                .satisfies(one -> assertThat(one.ended()).isEqualTo(begun.plus(Duration.ofMinutes(5))));
        assertThat(ledger.pauses().since(begun.plus(Duration.ofMinutes(5)))).isEmpty();
        assertThat(told(CRED))
                .containsExactlyInAnyOrder(
                        "PAUSED ann: Nothing goes out, and nobody is asked until somebody resumes it: the key leaked",
                        "RESUMED bob: It was paused at " + begun + " by ann. a new key is in place");
    }

    @Test
    void whatIsPausedSoAlreadyStaysAsItIsAndOtherTermsReplaceThoseThereAre() {
        Instant begun = clock.instant();
        Instant until = begun.plus(Duration.ofHours(2));
        Pause first = ledger.pauses()
                .pause(CRED, new Terms(false, "maintenance", until), "ann")
                .pause();
        clock.pass(Duration.ofSeconds(20));
        var again = ledger.pauses().pause(CRED, new Terms(false, "", until.plusSeconds(20)), "bob");
        assertThat(again.came()).isEqualTo(Came.SAME);
        assertThat(again.pause()).isEqualTo(first);
        var changed = ledger.pauses().pause(CRED, LEAK, "bob");
        assertThat(changed.came()).isEqualTo(Came.CHANGED);
        assertThat(changed.pause()).isEqualTo(new Pause(first.id(), CRED, LEAK, begun, "bob", 0, null));
        assertThat(ledger.pauses().inForce()).containsExactly(changed.pause());
        assertThat(told(CRED)).hasSize(2);
    }

    @Test
    void onesWhoseTimeIsOverHaveNoForceAndAreToldOfOnce() {
        Instant until = clock.instant().plus(Duration.ofHours(2));
        ledger.pauses().pause(CRED, new Terms(false, "", until), "ann");
        clock.pass(Duration.ofHours(2).minusMillis(1));
        assertThat(ledger.pauses().inForce()).hasSize(1);
        assertThat(ledger.pauses().endOver()).isEmpty();
        clock.pass(Duration.ofMillis(1));
        assertThat(ledger.pauses().inForce()).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        assertThat(ledger.pauses().endOver()).hasSize(1);
        assertThat(ledger.pauses().endOver()).isEmpty();
        assertThat(ledger.pauses().since(Instant.EPOCH))
                .singleElement()
                .satisfies(one -> assertThat(one.ended()).isEqualTo(until));
        assertThat(told(CRED)).anyMatch(one -> one.startsWith("RESUMED caravan: ") && one.endsWith("Its time is over"));
    }

    @Test
    void aPauseAfterOneWhoseTimeIsOverIsANewOne() {
        Pause first = ledger.pauses()
                .pause(CRED, new Terms(false, "", clock.instant().plusSeconds(60)), "ann")
                .pause();
        clock.pass(Duration.ofMinutes(5));
        var second = ledger.pauses().pause(CRED, LEAK, "bob");
        assertThat(second.came()).isEqualTo(Came.BEGUN);
        assertThat(second.pause().id()).isNotEqualTo(first.id());
        assertThat(second.pause().at()).isEqualTo(clock.instant());
    }

    @Test
    void whatSomebodyElsePausesIsSeenWithinASecond() {
        assertThat(ledger.pauses().inForce()).isEmpty();
        try (Ledger other = beside()) {
            other.pauses().pause(CRED, LEAK, "ann");
        }
        clock.pass(Pauses.FRESH);
        assertThat(ledger.pauses().inForce()).extracting(Pause::what).containsExactly(CRED);
    }

    /** Another way into the same ledger. */
    abstract Ledger beside();

    @Test
    void claimsPassOverTasksAndRecipesAndCredentialsInAllStages() {
        bench.drop(new Drops.Row("a", 1, 1), new Drops.Row("b", 2, 2));
        long batch = bench.assemble();
        Batches.Batch row = ledger.batches().find(batch).orElseThrow();
        List<Except> all = List.of(
                Except.of(Set.of(row.credential())),
                new Except(Set.of(), Set.of(row.taskId()), Set.of()),
                new Except(Set.of(), Set.of(), Set.of(row.recipeId())));
        all.forEach(except ->
                assertThat(ledger.batches().claimForSubmit(Except.NONE, except)).isEmpty());
        bench.submit();
        clock.pass(Duration.ofHours(1));
        all.forEach(
                except -> assertThat(ledger.batches().claimForPoll(9, except)).isEmpty());
        Batches.Claim claim = ledger.batches().claimForPoll(1).get(0);
        ledger.batches().ended(claim, new Batches.Progress("completed", 0, 0, 0, null), "{}");
        all.forEach(
                except -> assertThat(ledger.batches().claimForCollect(except)).isEmpty());
        assertThat(ledger.batches().claimForCollect()).isPresent();
    }

    @Test
    void nothingOfATaskThatIsPausedSilentlyGoesToASink() {
        bench.drop(new Drops.Row("a", 1, 1));
        bench.complete();
        long publication =
                ledger.publications().open(bench.task, 10).orElseThrow().id();
        ledger.publications().sealed(publication, new Publications.Content("p/1", 1, "sha", 1), List.of("files"));
        assertThat(ledger.publications().claimDelivery(Set.of(bench.task))).isEmpty();
        Publications.Delivery delivery =
                ledger.publications().claimDelivery(Set.of(bench.task + 1)).orElseThrow();
        ledger.publications().delivered(delivery);
        assertThat(ledger.counts().total().in(RecordState.PUBLISHED)).isEqualTo(1);
    }

    @Test
    void whatHoldsABatchUpIsToldInBothDatabases() {
        bench.drop(new Drops.Row("a", 1, 1));
        String task = ledger.recipes().taskName(bench.task);
        assertThat(ledger.holdups().task(task)).isEqualTo(bench.task);
        assertThat(ledger.holdups().task("never seen")).isZero();
        assertThat(ledger.holdups().queue(bench.task).orElseThrow().records()).isEqualTo(1);
        long first = bench.assemble();
        bench.drop(new Drops.Row("b", 1, 1));
        long second = bench.assemble();
        assertThat(ledger.holdups().queue(bench.task)).isEmpty();
        assertThat(ledger.holdups().batch(first).orElseThrow().room()).isNull();
        bench.submit();
        ledger.quotas().told("sim", "model", 1L);
        Holdups.NoRoom room = ledger.holdups().batch(second).orElseThrow().room();
        assertThat(room).isNotNull();
        assertThat(room.budget()).isFalse();
        assertThat(room.why())
                .isEqualTo("100 of 1 enqueued tokens of credential \"sim\", model model are taken, and it has 100");
        bench.drop(new Drops.Row("c", 1, 1));
        long third = bench.assemble();
        assertThat(ledger.holdups().batch(third).orElseThrow().room().why()).contains("are taken, and it has 100");
        Batches.Claim claim = ledger.batches().claimForPoll(1).get(0);
        Holdups.OfBatch running = ledger.holdups().batch(claim.batch().id()).orElseThrow();
        assertThat(ledger.holdups().node(running.owner())).isPresent();
        assertThat(running.late()).isFalse();
        assertThat(ledger.holdups().record(1)).isEmpty();
        assertThat(ledger.holdups().stopped("sim")).isEmpty();
        ledger.events().raise(EventKind.CREDENTIAL_STOPPED, "credential sim", "It was refused");
        assertThat(ledger.holdups().stopped("sim")).contains("It was refused");
    }

    @Test
    void aPausedTaskIsKnownByItsNumber() {
        int task = ledger.recipes().taskId("triage");
        ledger.pauses().pause(new What(Kind.TASK, "triage"), new Terms(true, "", null), "ann");
        ledger.pauses().pause(new What(Kind.TASK, "never seen"), new Terms(false, "", null), "ann");
        assertThat(ledger.pauses().inForce()).extracting(Pause::taskId).containsExactly(task, 0);
        assertThat(ledger.pauses().silentTasks()).containsExactly(task);
    }
}
