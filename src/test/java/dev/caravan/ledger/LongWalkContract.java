package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Drops.Row;
import dev.caravan.ledger.Publications.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random legal steps, crashes among them: the ledger adds up after each, and in the end everything is at rest. */
abstract class LongWalkContract extends LedgerContract {
    private static final RecordState[] OUTCOMES = {
        RecordState.COMPLETED,
        RecordState.COMPLETED,
        RecordState.COMPLETED,
        RecordState.INVALID_OUTPUT,
        RecordState.PROVIDER_ERROR,
        RecordState.REVIEW_REQUIRED
    };

    private Random random = new Random();
    private boolean kind;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void addsUpAfterEveryStepOfARandomWalk(long seed) {
        random = new Random(seed);
        for (int i = 0; i < steps(); i++) {
            step(random.nextInt(10));
            assertThat(ledger.counts().recount())
                    .as("step %s of seed %s", i, seed)
                    .isEmpty();
        }
        kind = true;
        crash();
        for (long left : ledger.assembly().leftAssembling()) {
            ledger.assembly().abandon(left);
        }
        for (int i = 0; i < 2_000 && !ledger.counts().settled(); i++) {
            step(1 + i % 7);
        }
        assertThat(ledger.counts().settled()).isTrue();
        DropCounts total = ledger.counts().total();
        assertThat(total.in(RecordState.QUEUED) + total.in(RecordState.SUBMITTED) + total.in(RecordState.COMPLETED))
                .as("records that nobody would ever move")
                .isZero();
        assertThat(total.in(RecordState.PUBLISHED)).isPositive();
    }

    /** Of one walk: as many as are done in a second or so. */
    int steps() {
        return 250;
    }

    private void step(int step) {
        clock.pass(Duration.ofSeconds(30));
        switch (step) {
            case 0 -> {
                if (random.nextInt(4) == 0) {
                    crash();
                } else {
                    arrive();
                }
            }
            case 1 -> read();
            case 2 -> assemble();
            case 3 -> submit();
            case 4 -> poll();
            case 5 -> collect();
            case 6 -> publish();
            case 7 -> deliver();
            case 8 -> review();
            default -> arrive();
        }
    }

    private void arrive() {
        long id = ledger.drops().arriving(new Drops.NewDrop(bench.task, "inbox", "file:///in.csv", null));
        ledger.drops().received(id, "drops/" + id, 1);
    }

    private void read() {
        Optional<Drops.Claim> claim = ledger.drops().claimForRead();
        if (claim.isEmpty()) {
            return;
        }
        List<Row> rows = new ArrayList<>();
        for (int line = 1; line <= 1 + random.nextInt(150); line++) {
            rows.add(new Row(
                    "k" + random.nextInt(300), random.nextInt(3), claim.get().checkpointRow() + line));
        }
        bench.append(claim.get(), bench.recipe(1 + random.nextInt(2)), rows);
        switch (random.nextInt(kind ? 2 : 5)) {
            case 0, 1 -> ledger.drops().seal(claim.get());
            case 2 -> ledger.drops().fail(claim.get(), "broken", false);
            case 3 -> ledger.drops().fail(claim.get(), "broken", true);
            default -> ledger.drops().release(claim.get());
        }
    }

    private void assemble() {
        for (Assembly.Part part : ledger.assembly().parts(random.nextInt(3))) {
            bench.assemble(part);
        }
        ledger.todo().releaseDueRetries(50);
        if (!kind && random.nextInt(6) == 0) {
            ledger.canaries().hold(bench.task, "its canary failed", 1 + random.nextInt(60));
        }
        ledger.canaries().release(bench.task, kind ? 10_000 : random.nextInt(30));
        ledger.todo().releaseInvalid(bench.task, bench.recipe(1 + random.nextInt(2)), 50);
        long waiting = ledger.assembly().waiting().stream()
                .mapToLong(Assembly.Waiting::records)
                .sum();
        var members = new Members.Builder();
        List<Assembly.Candidate> candidates = bench.candidates();
        assertThat(waiting).isLessThanOrEqualTo(candidates.size());
        candidates.stream()
                .filter(candidate -> kind || random.nextInt(4) > 0)
                .forEach(candidate -> members.add(candidate.recordId(), candidate.attempt()));
        if (members.build().size() > 0) {
            long batch = bench.open(bench.recipe(1 + random.nextInt(2)));
            if (random.nextInt(8) == 0) {
                ledger.assembly().abandon(batch);
            } else {
                assertThat(bench.assembled(batch, members.build())).isTrue();
            }
        }
    }

    private void submit() {
        Optional<Claim> claimed = ledger.batches().claimForSubmit();
        if (claimed.isEmpty()) {
            return;
        }
        Claim claim = claimed.get();
        if (claim.batch().state() == BatchState.IN_DOUBT) {
            int last = bench.lastTry(claim).no();
            ledger.batches().inputGone(claim, last);
            if (random.nextBoolean()) {
                ledger.batches().revoked(claim);
            } else {
                ledger.batches().accepted(claim, last, "found", Duration.ZERO);
            }
            return;
        }
        Batches.Try attempt = ledger.batches().openTry(claim);
        ledger.batches().uploaded(claim, attempt, "f", null);
        ledger.batches().creating(claim, attempt);
        switch (random.nextInt(kind ? 3 : 7)) {
            case 3 -> ledger.batches().refused(claim, attempt, "quota", Duration.ZERO);
            case 4 -> ledger.refusals().refused(claim, refusal());
            case 5 -> ledger.batches().doubt(claim, "time-out", Duration.ZERO);
            case 6 -> crash();
            default -> ledger.batches().accepted(claim, attempt.no(), "job", Duration.ZERO);
        }
    }

    private Refusals.Refusal refusal() {
        List<Refusals.Named> named = random.nextBoolean() ? List.of() : List.of(new Refusals.Named(1, "bad", "bad"));
        return new Refusals.Refusal("bad", "bad", named, 1);
    }

    private void poll() {
        for (Claim claim : ledger.batches().claimForPoll(3)) {
            ledger.batches().ended(claim, new Batches.Progress("completed", 0, 0, 0, null), "{}");
            if (random.nextInt(8) == 0) {
                ledger.batches().requestCancel(claim.batch().id());
            }
        }
    }

    private void collect() {
        Optional<Claim> claimed = ledger.batches().claimForCollect();
        if (claimed.isEmpty()) {
            return;
        }
        Claim claim = claimed.get();
        ledger.collection().accepted(claim, Bench.file(claim, "results"));
        List<Outcome> outcomes = new ArrayList<>();
        for (Outcome outcome : bench.outcomes(claim, RecordState.COMPLETED)) {
            for (int line = random.nextInt(12) - 10; line < (kind ? 1 : 2) && random.nextInt(20) > 0; line += 5) {
                RecordState state = kind ? RecordState.COMPLETED : OUTCOMES[random.nextInt(OUTCOMES.length)];
                outcomes.add(bench.outcome(
                        outcome.recordId(), outcome.attempt(), state, outcome.recordId() * 100 + 20 + line));
            }
        }
        bench.apply(claim, outcomes);
        if (random.nextInt(6) == 0) {
            ledger.batches().release(claim, Duration.ZERO, "download broke");
            return;
        }
        ledger.collection().settleRest(claim, kind || random.nextBoolean() ? Bench.MISSING : Bench.NOT_RUN);
        assertThat(ledger.collection().collected(claim).conserved()).isTrue();
    }

    /** Somebody asks about a record, and some of what is open is decided on, also in many ways at once. */
    private void review() {
        try {
            ledger.decisions().ask(1 + random.nextInt(1_000), "operator", "odd");
        } catch (ItemConflictException isNotToBeAskedAbout) {
            // Most are not.
        }
        boolean second = random.nextInt(3) == 0;
        for (OpenItems.OpenItem item : ledger.openItems().list(OpenItems.Query.ALL, OpenItems.Place.START, 30)) {
            Act act = Act.values()[random.nextInt(Act.ASK.ordinal())];
            String value = act == Act.EDIT ? "{\"n\":" + random.nextInt(3) + "}" : null;
            String actor = "reviewer-" + random.nextInt(3);
            try {
                ledger.decisions()
                        .decide(new Decisions.NewDecision(
                                item.recordId(), item.version(), act, actor, null, value, null, again(), null, second));
            } catch (ItemConflictException notNow) {
                assertThat(notNow).hasMessageContaining("Record " + item.recordId());
            }
        }
    }

    private Decisions.@Nullable Again again() {
        return random.nextBoolean() ? null : new Decisions.Again(bench.recipe(2), "other");
    }

    private void publish() {
        for (Publications.Publication left : ledger.publications().leftOpen()) {
            ledger.publications().sealed(left.id(), Bench.content(left), List.of("csv", "jsonl"));
        }
        ledger.publications().open(bench.task, 1 + random.nextInt(100));
    }

    private void deliver() {
        if (kind) {
            ledger.publications().replayDead();
        }
        Optional<Delivery> delivery = ledger.publications().claimDelivery();
        if (delivery.isPresent() && (kind || random.nextInt(4) > 0)) {
            ledger.publications().delivered(delivery.get());
        } else if (delivery.isPresent()) {
            if (random.nextBoolean()) {
                ledger.publications().failed(delivery.get(), "no", Duration.ofSeconds(40));
            } else {
                ledger.publications()
                        .givenUp(delivery.get(), "no", random.nextBoolean() ? Duration.ofMinutes(2) : null);
            }
        }
    }
}
