package dev.caravan.bench;

import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Assembly.Candidate;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Members;
import dev.caravan.ledger.Publications;
import dev.caravan.ledger.Publications.Publication;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A past of many drops, batches, attempts, open reviews, publications and events, written through the ledger as stages write
 * it. There are no bytes behind it. Time passes: a third of a day with each fiftieth drop.
 */
final class FilledLedger {
    private static final int BATCH = 100;
    private static final int FRAME = 1_000;
    private static final int BATCHES_AT_ONCE = 100;
    private static final int PUBLICATION = 10_000;
    private static final int EVENTS_A_DROP = 40;
    private static final Batches.Progress COMPLETED = new Batches.Progress("completed", BATCH, BATCH, 0, null);

    private final Ledger ledger;
    private final TestClock clock;
    private final int task;
    private final int recipe;
    private long records;
    private int drops;
    private int batches;

    /** @param task that has no queued records; @param recipe of it */
    FilledLedger(Ledger ledger, TestClock clock, int task, int recipe) {
        this.ledger = ledger;
        this.clock = clock;
        this.task = task;
        this.recipe = recipe;
    }

    /** One drop, whose records go as far as everything does that is over. */
    void drop(int rows) {
        read(rows);
        List<Long> cut = assemble(Integer.MAX_VALUE);
        cut.forEach(unused -> submit());
        collect(cut.size());
        if (drops % 50 == 0) {
            clock.pass(Duration.ofHours(8));
        }
        clock.pass(Duration.ofMinutes(1));
        while (ledger.todo().releaseDueRetries(rows) > 0) {
            List<Long> again = assemble(Integer.MAX_VALUE);
            again.forEach(unused -> submit());
            collect(again.size());
        }
        publish();
    }

    /** One more, of which nothing is done, one batch is assembled and the rest is on its way. */
    void dropUnderWay(int rows) {
        read(rows);
        List<Long> cut = assemble(rows / BATCH / 2);
        cut.stream().skip(1).forEach(unused -> submit());
    }

    private void read(int rows) {
        drops++;
        String uri = "file:///in/tickets-" + drops + ".jsonl";
        long id = ledger.drops().arriving(new Drops.NewDrop(task, "inbox", uri, null));
        ledger.drops().received(id, "drops/" + id + "/source.jsonl", rows * 200L);
        Drops.Claim claim = ledger.drops().claimForRead().orElseThrow();
        List<Drops.Frame> frames = new ArrayList<>();
        for (int from = 1; from <= rows; from += FRAME) {
            List<Drops.Row> read = new ArrayList<>(FRAME);
            for (int i = from; i < from + FRAME && i <= rows; i++) {
                read.add(new Drops.Row(String.format(Locale.ROOT, "T-%08d", ++records), records, i));
            }
            frames.add(new Drops.Frame("drops/" + id + "/segment-1.zst", from * 100L, read));
        }
        var refused = List.of(new Drops.Refusal(rows + 1, "row.json", "line " + (rows + 1) + " is no JSON"));
        ledger.drops().append(claim, new Drops.ReadPart(recipe, frames, refused, rows + 1, rows + 1L));
        ledger.drops().seal(claim);
        for (int i = 0; i < EVENTS_A_DROP; i++) {
            ledger.events().raise(EventKind.RELEASED, "record " + (records - i), "It is let go by hand.");
        }
    }

    /** Cuts what is queued. Returns the batches. */
    private List<Long> assemble(int most) {
        List<Long> cut = new ArrayList<>();
        List<Candidate> waiting = candidates();
        while (!waiting.isEmpty() && cut.size() < most) {
            for (int from = 0; from < waiting.size() && cut.size() < most; from += BATCH) {
                var members = new Members.Builder();
                waiting.subList(from, Math.min(from + BATCH, waiting.size()))
                        .forEach(one -> members.add(one.recordId(), one.attempt()));
                cut.add(assembled(members.build()));
            }
            waiting = candidates();
        }
        return cut;
    }

    private List<Candidate> candidates() {
        return ledger.assembly().candidates(task, 0, BATCH * BATCHES_AT_ONCE);
    }

    private long assembled(Members members) {
        long batch = ledger.assembly().open(new Assembly.NewBatch(task, recipe, "simulated"));
        var load = new Assembly.Load("gpt-5-mini", BATCH * 150L, BATCH * 90L);
        String path = "batches/" + batch + "/requests.jsonl";
        ledger.assembly().assembled(batch, new Assembly.Cut(members, path, BATCH * 500L, "sha", load));
        batches++;
        return batch;
    }

    private void submit() {
        Batches.Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        Batches.Try attempt = ledger.batches().openTry(claim);
        ledger.batches().uploaded(claim, attempt, "file-" + attempt.token(), null);
        ledger.batches().creating(claim, attempt);
        ledger.batches().accepted(claim, attempt.no(), "job-" + claim.batch().id(), Duration.ZERO);
    }

    private void collect(int count) {
        clock.pass(Duration.ofMinutes(10));
        int left = count;
        while (left > 0) {
            List<Batches.Claim> due = ledger.batches().claimForPoll(left);
            due.forEach(claim -> ledger.batches().ended(claim, COMPLETED, "{}"));
            left -= due.size();
        }
        for (int i = 0; i < count; i++) {
            Batches.Claim claim = ledger.batches().claimForCollect().orElseThrow();
            String path = "batches/" + claim.batch().id() + "/results-1.jsonl";
            ledger.collection().accepted(claim, new ResultFile("results", path, BATCH * 700L, "sha", 1));
            ledger.collection().apply(claim, outcomes(claim.batch().members()));
            ledger.collection().collected(claim);
        }
    }

    private List<Outcome> outcomes(Members members) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Members.Run run : members.runs()) {
            for (long id = run.firstId(); id < run.endId(); id++) {
                outcomes.add(outcome(id, run.attempt()));
            }
        }
        return outcomes;
    }

    /** Of 100 records ten wait for a person, three are invalid, two fail for good and one goes again. */
    private Outcome outcome(long id, int attempt) {
        int which = (int) (id % 100);
        if (which < 10) {
            return outcome(id, attempt, RecordState.REVIEW_REQUIRED, "review.when", "confidence < 0.7", false);
        }
        if (which < 13) {
            return outcome(id, attempt, RecordState.INVALID_OUTPUT, "schema.enum", "category is \"none\"", false);
        }
        if (which < 15) {
            return outcome(id, attempt, RecordState.PROVIDER_ERROR, "invalid_request", "it is refused", false);
        }
        return which == 15 && attempt == 1
                ? outcome(id, attempt, RecordState.PROVIDER_ERROR, "rate_limit_exceeded", "too many", true)
                : outcome(id, attempt, RecordState.COMPLETED, "ok", "", false);
    }

    private Outcome outcome(long id, int attempt, RecordState state, String code, String detail, boolean again) {
        return new Outcome(
                id,
                attempt,
                state,
                code,
                detail,
                again ? clock.instant().plusSeconds(30) : null,
                state == RecordState.INVALID_OUTPUT,
                0,
                new ResultAt(0, id % BATCH * 700),
                new Usage(150, 0, 40, 0, 90));
    }

    private void publish() {
        Optional<Publication> open = ledger.publications().open(task, PUBLICATION);
        while (open.isPresent()) {
            long id = open.get().id();
            int n = open.get().records();
            ledger.publications()
                    .sealed(
                            id,
                            new Publications.Content("publications/" + id + "/content.jsonl", n * 400L, "sha", n),
                            List.of("answers-jsonl", "archive"));
            deliver();
            open = ledger.publications().open(task, PUBLICATION);
        }
    }

    /** Each hundredth delivery is given up. */
    private void deliver() {
        Publications.@Nullable Delivery one =
                ledger.publications().claimDelivery().orElse(null);
        while (one != null) {
            if (one.publicationId() % 100 == 99) {
                ledger.publications().givenUp(one, "HTTP 403 Forbidden", null);
            } else {
                ledger.publications().delivered(one);
            }
            one = ledger.publications().claimDelivery().orElse(null);
        }
    }

    int batches() {
        return batches;
    }

    int drops() {
        return drops;
    }

    long records() {
        return records;
    }
}
