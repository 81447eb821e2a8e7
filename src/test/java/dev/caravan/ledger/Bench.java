package dev.caravan.ledger;

import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.Rest;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.Drops.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A ledger with the steps that tests take through it, by its contract alone. */
final class Bench {
    static final Rest MISSING = new Rest(false, null, 0, "no line for it");
    static final Rest NOT_RUN = new Rest(true, null, 0, "expired before it ran");
    private static final Batches.Progress COMPLETED = new Batches.Progress("completed", 0, 0, 0, null);

    final Ledger ledger;
    final TestClock clock;
    final int task;
    final int recipe;

    Bench(Ledger ledger, TestClock clock) {
        this.ledger = ledger;
        this.clock = clock;
        this.task = ledger.recipes().taskId("triage");
        this.recipe = recipe(1);
    }

    int recipe(int version) {
        return ledger.recipes().bind(new Recipes.NewRecipe(task, version, 1, "hash" + version, "sim/fast", "{}"));
    }

    static Row row(String id, long content, long line) {
        return new Row(id, content, line);
    }

    /** Rows named {@code prefix1} and so on, each at the line of its number, with that number as content. */
    static List<Row> rows(String prefix, int n) {
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i <= n; i++) {
            rows.add(row(prefix + i, i, i));
        }
        return rows;
    }

    Drops.Claim arrive() {
        long id = ledger.drops().arriving(new Drops.NewDrop(task, "inbox", "file:///in.csv", null));
        ledger.drops().received(id, "drops/" + id + "/source.csv", 100);
        return ledger.drops().claimForRead().orElseThrow();
    }

    Drops.Appended append(Drops.Claim claim, int recipeId, List<Row> rows, Drops.Refusal... refusals) {
        long upTo = claim.checkpointRow() + rows.size() + refusals.length;
        List<Drops.Frame> frames = List.of(new Drops.Frame("drops/" + claim.dropId() + "/segment", 0, rows));
        return ledger.drops().append(claim, new Drops.ReadPart(recipeId, frames, List.of(refusals), upTo, upTo * 31));
    }

    Drops.Appended append(Drops.Claim claim, Row... rows) {
        return append(claim, recipe, List.of(rows));
    }

    /** A sealed drop. */
    long drop(int recipeId, List<Row> rows) {
        Drops.Claim claim = arrive();
        append(claim, recipeId, rows);
        ledger.drops().seal(claim);
        return claim.dropId();
    }

    long drop(Row... rows) {
        return drop(recipe, List.of(rows));
    }

    List<Assembly.Candidate> candidates() {
        return ledger.assembly().candidates(task, 0, 100_000);
    }

    Members queued() {
        var members = new Members.Builder();
        candidates().forEach(candidate -> members.add(candidate.recordId(), candidate.attempt()));
        return members.build();
    }

    long open(int recipeId) {
        return ledger.assembly().open(new Assembly.NewBatch(task, recipeId, "sim"));
    }

    boolean assembled(long batch, Members members) {
        return ledger.assembly()
                .assembled(
                        batch,
                        new Assembly.Cut(
                                members,
                                "batches/" + batch + "/requests.jsonl",
                                10,
                                "sha",
                                new Assembly.Load("model", 100, 7)));
    }

    /** A batch of all that is queued, assembled. */
    long assemble() {
        long batch = open(recipe);
        if (!assembled(batch, queued())) {
            throw new AssertionError("members moved");
        }
        return batch;
    }

    /** A batch of all that waits in the part, assembled. */
    long assemble(Assembly.Part part) {
        var members = new Members.Builder();
        ledger.assembly().candidates(part, 0, 100_000).forEach(one -> members.add(one.recordId(), one.attempt()));
        long batch = ledger.assembly().open(new Assembly.NewBatch(task, part.recipeId(), "sim", part.id()));
        if (!assembled(batch, members.build())) {
            throw new AssertionError("members moved");
        }
        return batch;
    }

    /** Sends the next batch that is due up to the create call. */
    Batches.Claim creating() {
        Batches.Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        Batches.Try attempt = ledger.batches().openTry(claim);
        ledger.batches().uploaded(claim, attempt, "file-" + attempt.token(), null);
        ledger.batches().creating(claim, attempt);
        return claim;
    }

    Batches.Try lastTry(Batches.Claim claim) {
        List<Batches.Try> tries = ledger.batches().tries(claim.batch().id());
        return tries.get(tries.size() - 1);
    }

    void submit() {
        Batches.Claim claim = creating();
        ledger.batches()
                .accepted(claim, lastTry(claim).no(), "job-" + claim.batch().id(), Duration.ZERO);
    }

    /** Sends the next batch, lets it end, names its result file and claims it for collection. */
    Batches.Claim collecting() {
        submit();
        return collectingSubmitted();
    }

    Batches.Claim collectingSubmitted() {
        ledger.batches().ended(ledger.batches().claimForPoll(1).get(0), COMPLETED, "{}");
        Batches.Claim claim = ledger.batches().claimForCollect().orElseThrow();
        ledger.collection().accepted(claim, file(claim, "results"));
        return claim;
    }

    static ResultFile file(Batches.Claim claim, String kind) {
        return new ResultFile(kind, "batches/" + claim.batch().id() + "/" + kind + ".jsonl", 10, "sha-" + kind, 1);
    }

    /** A batch of all that is queued, collected with a success for every member. */
    long complete() {
        long batch = assemble();
        Batches.Claim claim = collecting();
        apply(claim, outcomes(claim, RecordState.COMPLETED));
        ledger.collection().collected(claim);
        return batch;
    }

    Collection.Moved apply(Batches.Claim claim, List<Outcome> outcomes) {
        return ledger.collection().apply(claim, outcomes);
    }

    List<Outcome> outcomes(Batches.Claim claim, RecordState state) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Members.Run run : claim.batch().members().runs()) {
            for (long id = run.firstId(); id < run.endId(); id++) {
                outcomes.add(outcome(id, run.attempt(), state, id * 100));
            }
        }
        return outcomes;
    }

    /** An outcome at this offset of the first result file, which cost 5; errors go again after a minute. */
    Outcome outcome(long recordId, int attempt, RecordState state, long offset) {
        return new Outcome(
                recordId,
                attempt,
                state,
                state == RecordState.COMPLETED ? "ok" : "bad",
                "why",
                state == RecordState.PROVIDER_ERROR ? clock.instant().plusSeconds(60) : null,
                state == RecordState.INVALID_OUTPUT,
                0,
                new ResultAt(0, offset),
                new Usage(10, 1, 20, 2, 5));
    }

    /** Publishes all that can be published, without a sink. */
    long publish() {
        Publications.Publication publication =
                ledger.publications().open(task, 1_000).orElseThrow();
        ledger.publications().sealed(publication.id(), content(publication), List.of());
        return publication.id();
    }

    static Publications.Content content(Publications.Publication publication) {
        return new Publications.Content("publications/" + publication.id(), 9, "sha", publication.records());
    }

    DropCounts counts(long dropId) {
        return ledger.drops().find(dropId).orElseThrow().counts();
    }

    /** The states of a drop's records that are not empty. */
    Map<RecordState, Long> states(long dropId) {
        Map<RecordState, Long> states = new TreeMap<>(counts(dropId).states());
        states.values().removeIf(n -> n == 0);
        return states;
    }
}
