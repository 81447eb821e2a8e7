package dev.caravan.batch;

import static dev.caravan.batch.Reason.Why;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.Terms;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.ledger.RealTimeCosts;
import dev.caravan.ledger.RecordState;
import dev.caravan.model.Limits;
import dev.caravan.model.Price;
import dev.caravan.model.TooFew;
import dev.caravan.provider.Failure;
import dev.caravan.task.Gate;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each reason, said of a batch, record or drop of a real ledger that is held up by it. */
class WhyWaitingTest {
    private static final Limits LIMITS = new Limits(100, 1_000_000, 100_000);

    @TempDir
    Path folder;

    private Rig rig;

    @AfterEach
    void close() {
        rig.close();
    }

    private List<Reason> batch(long id) {
        return why().batch(rig.ledger.lists().batch(id).orElseThrow());
    }

    private WhyWaiting why() {
        return WhyWaiting.of(rig.at, rig.all);
    }

    private List<Reason> drop() {
        return why().drop(rig.ledger.lists().drop(1).orElseThrow());
    }

    private Instant in(Duration time) {
        return rig.clock.instant().plus(time);
    }

    private void pause(What what, boolean silent, Instant until) {
        rig.ledger.pauses().pause(what, new Terms(silent, "why not", until), "ann");
    }

    @Test
    void queuedRecordsWaitForAPauseAndThenForANode() throws IOException {
        rig = new Rig(folder);
        rig.drop(2);
        Reason turn = new Reason(Why.TURN, "a batch is cut of it as soon as a node comes to it", null, "");
        assertThat(drop()).containsExactly(turn);
        Instant until = in(Duration.ofHours(2));
        pause(new What(Kind.TASK, "moods"), true, until);
        Reason paused =
                new Reason(Why.PAUSED, "task \"moods\" is paused, and nobody is called", until, "resume --task=moods");
        assertThat(drop()).containsExactly(paused);
        assertThat(why().record(1)).containsExactly(paused);
    }

    @Test
    void fewerThanTheProviderTakesWaitForMore() throws IOException {
        rig = new Rig(
                folder,
                new Limits(100, 1_000_000, 100_000, 5, Limits.ANY),
                new TooFew(Duration.ofHours(3), TooFew.HOLD));
        rig.drop(2);
        assertThat(drop())
                .containsExactly(new Reason(
                        Why.TOO_FEW,
                        "2 records are fewer than its provider takes in a batch (5); then they are held",
                        in(Duration.ofHours(3)),
                        "drop more of them"));
    }

    @Test
    void aBatchThatIsCutWaitsForItsTurnThenForTheNextTryThenForTheCredential() throws IOException {
        rig = new Rig(folder);
        rig.drop(2);
        rig.assemble.once();
        assertThat(batch(1))
                .containsExactly(new Reason(Why.TURN, "it is sent as soon as a node comes to it", null, ""));
        assertThat(why().record(1)).isEqualTo(batch(1));
        BatchInHand sending = rig.submit.claim();
        assertThat(batch(1).get(0)).isEqualTo(new Reason(Why.NODE, "node 1 has it in hand", null, ""));
        rig.clock.pass(Duration.ofSeconds(16));
        assertThat(batch(1).get(0).text())
                .startsWith("node 1 has it in hand and was not heard of since ")
                .endsWith("; when it counts as dead, others take it over");
        rig.submit.begin(sending);
        rig.submit.failed(sending, new java.net.ConnectException("refused"));
        assertThat(batch(1))
                .containsExactly(new Reason(
                        Why.BACKOFF,
                        "it was not sent before and is tried again (refused)",
                        in(Duration.ofMillis(3_750)),
                        ""));
        rig.clock.pass(Duration.ofMillis(3_750));
        BatchInHand again = rig.submit.claim();
        rig.submit.begin(again);
        again.getAttempt().failed(new Failure(Failure.Kind.AUTH, true, "http_401", "no", null, 0));
        Reason credential = batch(1).get(0);
        assertThat(credential.why()).isEqualTo(Why.CREDENTIAL);
        assertThat(credential.text())
                .isEqualTo(
                        "its credential \"cred\" is left alone: its provider refused it or fails again and again, and"
                                + " one batch tries again by itself (event credential_stopped)");
        assertThat(credential.until()).isEqualTo(in(Duration.ofMillis(22_500)));
    }

    @Test
    void aBatchWaitsForRoomInItsAccount() throws IOException {
        rig = new Rig(folder, new Limits(2, 1_000_000, 100_000));
        rig.drop(4);
        rig.assemble.once();
        rig.assemble.once();
        rig.creatingAgain().getAttempt().accepted("batch_1");
        rig.ledger.quotas().told("cred", "gpt-4o-mini", 1L);
        Reason quota = batch(2).get(0);
        assertThat(quota.why()).isEqualTo(Why.QUOTA);
        assertThat(quota.text()).contains("enqueued tokens of credential \"cred\", model gpt-4o-mini are taken");
        assertThat(quota.act()).isEqualTo("enqueued-tokens in models.yaml, if the limit is higher");
    }

    @Test
    void theBudgetOfTheDayIsWaitedForUntilMidnight() throws IOException {
        rig = new Rig(folder, new Price(1_000_000, 1_000_000, 1_000_000), new Task.Budget(1_000_000, true));
        rig.drop(2);
        rig.ledger
                .realTimeCosts()
                .reserve(new RealTimeCosts.Plan(rig.ledger.recipes().taskId("moods"), "cred", "m", 1_000_000));
        Reason budget = drop().get(0);
        assertThat(budget.why()).isEqualTo(Why.BUDGET);
        assertThat(budget.until()).isEqualTo(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(budget.text())
                .isEqualTo("the budget of its task, $1.00 a day, has $0.00 left: $0.00 are spent, $1.00 reserved");
        assertThat(budget.act()).isEqualTo("raise budget in the task.yaml of moods and reload");
    }

    @Test
    void aDoubtIsLookedForAndASentBatchIsAskedAbout() throws IOException {
        rig = new Rig(folder);
        rig.submit.failed(rig.creating(2), new SocketException("Connection reset"));
        Reason doubt = batch(1).get(0);
        assertThat(doubt.why()).isEqualTo(Why.DOUBT);
        BatchInHand search = rig.submit.claim();
        search.getSearch().found("batch_1", search.getSearch().tokens().get(0), null);
        search.getSearch().completeNegative();
        rig.submit.searched(search);
        assertThat(batch(1))
                .containsExactly(new Reason(
                        Why.PROVIDER, "its provider has it; it is asked again", in(Duration.ofSeconds(1)), ""));
        pause(new What(Kind.PROVIDER, "sim"), false, in(Duration.ofHours(1)));
        assertThat(batch(1)).extracting(Reason::why).containsExactly(Why.PROVIDER);
        pause(new What(Kind.PROVIDER, "sim"), true, in(Duration.ofHours(1)));
        assertThat(batch(1)).extracting(Reason::why).containsExactly(Why.PAUSED, Why.PROVIDER);
    }

    @Test
    void resultsAreBroughtHomeAndADropThatArrivesIsRead() throws IOException {
        rig = new Rig(folder);
        rig.submitted(2);
        BatchInHand batch = rig.ended(Rig.status("completed", 2, 2, 0, Map.of("results", "f1")));
        rig.ledger.batches().release(batch.claim(), Duration.ofMinutes(1), "no results file yet");
        assertThat(batch(1))
                .containsExactly(new Reason(
                        Why.RESULTS,
                        "its results are brought home (no results file yet)",
                        in(Duration.ofMinutes(1)),
                        ""));
        int task = rig.ledger.recipes().taskId("moods");
        long drop = rig.ledger.drops().arriving(new Drops.NewDrop(task, "inbox", "b.jsonl", null));
        assertThat(why().drop(rig.ledger.lists().drop(drop).orElseThrow()))
                .containsExactly(new Reason(Why.READING, "its bytes are being taken", null, ""));
        rig.ledger.drops().received(drop, "drops/2/source.jsonl", 1);
        assertThat(why().drop(rig.ledger.lists().drop(drop).orElseThrow()))
                .containsExactly(new Reason(Why.READING, "it is read as soon as a node is free", null, ""));
    }

    @Test
    void aDeadlineIsToldWithThePausesThatDoNotCount() throws IOException {
        rig = new Rig(folder, LIMITS, TooFew.DEFAULT, "move");
        rig.submitted(2);
        Instant since = rig.ledger.batches().find(1).orElseThrow().lateness().since();
        What task = new What(Kind.TASK, "moods");
        pause(task, false, null);
        rig.clock.pass(Duration.ofHours(3));
        rig.ledger.pauses().resume(task, "ann", "");
        Reason deadline = batch(1).get(1);
        assertThat(deadline)
                .isEqualTo(new Reason(
                        Why.DEADLINE,
                        "it has waited since " + since
                                + " and is cancelled then, and what did not run goes to other; the"
                                + " PT3H of pauses count in nothing",
                        since.plus(Rig.DEADLINE).plus(Duration.ofHours(3)),
                        ""));
    }

    @Test
    void whatCameHomeWaitsForSinksARetryOrANewVersion() throws IOException {
        rig = new Rig(folder);
        rig.submitted(3);
        BatchInHand batch = rig.ended(Rig.status("completed", 3, 2, 1, Map.of("results", "f1", "errors", "f2")));
        rig.bringHome(
                batch,
                Map.of(
                        "results",
                        rig.good(1, 1) + rig.ok(2, 1, "{\"id\":\"r2\",\"mood\":\"odd\"}"),
                        "errors",
                        rig.failed(3, 1, 500, "server_error")));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(batch(1)).isEmpty();
        assertThat(why().record(1))
                .containsExactly(new Reason(Why.SINKS, "its valid answer goes to the sinks", null, ""));
        assertThat(why().record(2))
                .singleElement()
                .satisfies(one -> assertThat(one.why()).isEqualTo(Why.INVALID));
        assertThat(why().record(3)).singleElement().satisfies(one -> {
            assertThat(one.why()).isEqualTo(Why.RETRY);
            assertThat(one.text()).endsWith("; attempt 2 comes");
            assertThat(one.until()).isAfter(rig.clock.instant());
        });
    }

    /** As it would be with another window and gate for the task. */
    private WhyWaiting why(Duration window, Gate gate) {
        Task t = rig.all.find("moods").orElseThrow();
        var other = new Task(
                t.name(),
                t.version(),
                t.model(),
                t.standIn(),
                t.input(),
                t.prompt(),
                t.output(),
                t.retry(),
                t.review(),
                new Task.Publish(List.of(), null, gate, 0, false),
                window,
                t.budget(),
                t.deadline(),
                t.retention(),
                t.workspace(),
                t.canary());
        return WhyWaiting.of(rig.at, new Tasks(Map.of("moods", other)));
    }

    @Test
    void fewRecordsWaitForOthersUntilTheWindowIsOver() throws IOException {
        rig = new Rig(folder);
        rig.drop(3);
        rig.clock.pass(Duration.ofMinutes(2));
        var windowed = why(Duration.ofMinutes(10), Gate.AUTO);
        var waits = new Reason(
                Why.WINDOW,
                "3 records wait for more to share a batch with, for PT10M at most",
                in(Duration.ofMinutes(8)),
                "");
        assertThat(windowed.drop(rig.ledger.lists().drop(1).orElseThrow())).containsExactly(waits);
        assertThat(windowed.record(2)).containsExactly(waits);
        rig.clock.pass(Duration.ofMinutes(8));
        assertThat(windowed.record(2))
                .containsExactly(new Reason(Why.TURN, "a batch is cut of it as soon as a node comes to it", null, ""));
    }

    @Test
    void theOthersWaitForTheVerdictOnTheFirstOnes() throws IOException {
        rig = new Rig(folder, new Task.Canary(4, 25));
        rig.drop(10);
        rig.assemble.once();
        rig.creatingAgain().getAttempt().accepted("batch_1");
        assertThat(drop())
                .containsExactly(new Reason(
                        Why.CANARY,
                        "the first records of version 1 are out: 0 of 4 are judged",
                        null,
                        "release --task=moods lets the others go now"));
        assertThat(why().record(10)).isEqualTo(drop());
        assertThat(why().record(1)).extracting(Reason::why).containsExactly(Why.PROVIDER);
    }

    @Test
    void validAnswersWaitAtTheGateUntilItIsOpened() throws IOException {
        rig = new Rig(folder);
        rig.submitted(2);
        BatchInHand batch = rig.ended(Rig.status("completed", 2, 2, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(1, 1) + rig.good(2, 1)));
        WhyWaiting gated = why(Duration.ZERO, Gate.AFTER_REVIEW);
        String act = "open --drop=1 publishes what is valid";
        assertThat(gated.record(1))
                .containsExactly(new Reason(Why.GATE, "its valid answer waits at the gate of drop 1", null, act));
        assertThat(gated.drop(rig.ledger.lists().drop(1).orElseThrow()))
                .containsExactly(new Reason(Why.GATE, "2 valid answers wait at the gate of drop 1", null, act));
        rig.ledger.gates().openBy(1, "ann", "looked at");
        assertThat(gated.record(1)).extracting(Reason::why).containsExactly(Why.SINKS);
    }

    @Test
    void whatAPersonMustSeeWaitsForOne() throws IOException {
        rig = new Rig(folder, new Task.Review(null, 100, 3));
        rig.submitted(2);
        BatchInHand batch = rig.ended(Rig.status("completed", 2, 2, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(1, 1) + rig.good(2, 1)));
        assertThat(why().record(1))
                .containsExactly(new Reason(
                        Why.REVIEW, "a person is to look at it (review.sample)", null, "decide it at /review"));
        assertThat(drop())
                .containsExactly(new Reason(
                        Why.REVIEW, "2 of its records wait for a person", null, "decide them at /review?drop=1"));
        assertThat(batch(1)).isEmpty();
    }

    @Test
    void whatPeopleStoppedSaysSo() throws IOException {
        rig = new Rig(folder);
        rig.drop(2);
        rig.ledger.cancels().hold(1, "ann", "for now");
        assertThat(drop().get(0))
                .isEqualTo(new Reason(
                        Why.HELD,
                        "somebody holds drop 1: nothing more of it is sent for now",
                        null,
                        "release --drop=1"));
        rig.ledger.cancels().holdQueued(10);
        assertThat(why().record(1)).singleElement().satisfies(one -> {
            assertThat(one.why()).isEqualTo(Why.HELD);
            assertThat(one.act()).isEqualTo("release --drop=1, or --task or --code");
        });
        rig.ledger.cancels().drop(1, "ann");
        assertThat(drop().get(0).why()).isEqualTo(Why.CANCELLED);
    }
}
