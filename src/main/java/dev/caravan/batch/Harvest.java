package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.Collection.BatchCounts;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.Contents;
import dev.caravan.ledger.Members;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Twins;
import dev.caravan.model.Credential;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import dev.caravan.provider.Failure;
import dev.caravan.provider.PlainResult;
import dev.caravan.provider.ResultLines;
import dev.caravan.task.Task;
import dev.caravan.trace.Work;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the accepted result files of a batch and moves its members: results, then the rest, then the end. */
final class Harvest {
    private static final Logger LOG = LoggerFactory.getLogger(Harvest.class);
    private static final ResultAt NOWHERE = new ResultAt(-1, 0);
    private static final Duration WHOLE_BATCH_WAIT = Duration.ofMinutes(1);
    private static final int CHUNK = 5_000;
    /** Some seconds of work. */
    private static final int LINES_IN_A_TURN = 50_000;

    private final Workplace at;
    private final BoundTasks tasks;
    private final Shapes shapes;
    private final UsageObserver observer;
    private final Overfull overfull;
    private final Turns turns;

    Harvest(Workplace at, BoundTasks tasks, Shapes shapes, UsageObserver observer) {
        this(at, tasks, shapes, observer, new Turns(LINES_IN_A_TURN));
    }

    Harvest(Workplace at, BoundTasks tasks, Shapes shapes, UsageObserver observer, Turns turns) {
        this.observer = observer;
        this.at = at;
        this.tasks = tasks;
        this.shapes = shapes;
        this.overfull = new Overfull(at, shapes);
        this.turns = turns;
    }

    static String results(BatchInHand batch) {
        String results = batch.batch().results();
        if (results == null) {
            throw new IllegalStateException("Batch " + batch.getId() + " is collecting without knowing its results");
        }
        return results;
    }

    /** The lines of a twin whose batch is final: counted, no more. Returns what they cost in millionths of a US dollar. */
    long countLate(TwinInHand twin) throws IOException {
        Twins twins = at.ledger().twins();
        Batches.Batch batch = twin.claim().batch();
        Shapes.Bound bound = shapes.of(batch.recipeId());
        @Nullable BoundTask task = tasks.find(batch.taskId()).orElse(null);
        var outcomes = new Outcomes(
                rules(batch.id(), bound, task),
                price(twin.reach(), bound),
                task,
                at.clock().instant());
        ResultLines lines =
                at.protocols().get(bound.protocol()).results(bound.shape().with(twin.getSettings()));
        try (var chunk = new ResultChunk(at, batch.id(), outcomes, false, late -> twins.apply(twin.claim(), late))) {
            List<ResultFile> files = at.ledger().collection().files(batch.id());
            scan(Turns.Turn.whole(files, Set.of(twin.claim().tryNo())), lines, chunk);
        }
        return twins.collected(twin.claim());
    }

    /** Whether some of its results have been read, and this process knows where to go on. */
    boolean isUnderWay(BatchInHand batch) {
        return turns.isUnderWay(batch.getId());
    }

    /** Its results are read from the first line again. */
    void begunAnew(BatchInHand batch) {
        turns.anew(batch.getId());
    }

    /**
     * Reads as many results as fit into one turn, and ends the batch when all are read.
     *
     * @param gone that a result file is no longer at the provider; null if all of them are in the spool
     * @return false if there are more: the claim is still held
     */
    boolean bringHome(BatchInHand batch, @Nullable String gone) throws IOException {
        Instant now = at.clock().instant();
        JobResults results = JobResults.parse(results(batch));
        Shapes.Bound bound = shapes.of(batch.batch().recipeId());
        @Nullable BoundTask task = tasks.find(batch.batch().taskId()).orElse(null);
        var outcomes = new Outcomes(rules(batch.getId(), bound, task), price(batch.reach(), bound), task, now);
        Collection collection = at.ledger().collection();
        List<ResultFile> files = collection.files(batch.getId());
        ResultLines lines =
                at.protocols().get(bound.protocol()).results(bound.shape().with(batch.getSettings()));
        Set<Integer> tries = at.ledger().twins().join(batch.claim());
        Turns.Turn turn = turns.of(batch.getId(), files, tries, () -> collection.stop(batch.getId()));
        if (turn.isFirst() && !new Verification(at, batch).passes(files, lines)) {
            return true;
        }
        if (turn.isFirst() && results.why() != null && overfull.isAll(batch, results.why(), files)) {
            overfull.dissolve(batch, results.why());
            return true;
        }
        try (var chunk = new ResultChunk(
                at,
                batch.getId(),
                outcomes,
                bound.validator().needsInput(),
                some -> count(batch, bound, some, collection.apply(batch.claim(), some)))) {
            turn = scan(turn, lines, chunk);
        }
        if (!turn.isLast()) {
            collection.stopped(batch.claim(), turn.stop());
            turns.stopped(batch.getId(), turn);
            return false;
        }
        turns.forget(batch.getId());
        settle(batch, new Settling(results, bound, outcomes, now, gone), turn.rows());
        return true;
    }

    /** A chunk is applied whole or not at all, and lines that were applied before are passed over. */
    private void count(BatchInHand batch, Shapes.Bound bound, List<Outcome> outcomes, Collection.Moved moved) {
        if (moved.moved() + moved.surplus() == 0) {
            return;
        }
        Usage sum = Usage.NONE;
        for (Outcome one : outcomes) {
            sum = sum.plus(one.usage());
        }
        observer.used(batch.batch().taskId(), bound.shape().model(), sum);
    }

    /** What the end of a batch is told by, beside its lines. */
    private record Settling(
            JobResults results,
            Shapes.Bound bound,
            Outcomes outcomes,
            Instant now,
            @Nullable String gone) {}

    /** All lines are read: what has none, and the end. */
    private void settle(BatchInHand batch, Settling by, int rows) {
        Collection collection = at.ledger().collection();
        JobResults results = by.results();
        String gone = by.gone();
        JobResults.@Nullable Why why = rows == 0 ? blame(batch, results) : results.why();
        if (why != null && rows == 0 && results.refusedWhole()) {
            new RefusedFiles(at).refused(batch, why.code(), why.message(), why.lines());
            return;
        }
        if (why != null) {
            wholeBatchFailed(batch, why, by.now());
        }
        boolean notRun = results.restWasNotRun() && gone == null;
        boolean over = gone == null
                && isWhole(by.bound())
                && results.state().equals("expired")
                && !batch.batch().cancel();
        int rest = collection.settleRest(
                batch.claim(),
                over
                        ? Collection.Rest.forGood("window_over", "not run before its batch had expired")
                        : rest(results, notRun, isWhole(by.bound()), by.outcomes(), gone));
        tell(batch);
        BatchCounts counts = collection.collected(batch.claim());
        Work.here()
                .say("caravan.records.ok", counts.ok())
                .say("caravan.records.not_ok", counts.sent() - counts.ok())
                .say("caravan.cost_micros", counts.costMicros())
                .restSince(batch.batch().assembledAt());
        if (counts.ok() + counts.invalid() > 0) {
            at.ledger().quotas().ran(batch.getId());
        }
        if (rest > 0 && !notRun && !over) {
            LOG.warn(
                    "Batch {}: {} records have no line in the results; they are in provider_error ({})",
                    batch.getId(),
                    rest,
                    gone == null ? "missing" : "results_gone");
        }
        LOG.info(
                "Batch {} collected: {} sent, {} ok, {} invalid, {} error, {} missing, {} not run, {} surplus",
                batch.getId(),
                counts.sent(),
                counts.ok(),
                counts.invalid(),
                counts.error(),
                counts.missing(),
                counts.notRun(),
                counts.surplus());
    }

    /** What its answers took, of those that count. Summed only where somebody hears of it. */
    private void tell(BatchInHand batch) {
        Work work = Work.here();
        if (work.isTraced()) {
            Contents.Tokens took = at.ledger().contents().tokensOfBatch(batch.getId());
            work.say("gen_ai.usage.input_tokens", took.in()).say("gen_ai.usage.output_tokens", took.out());
        }
    }

    /**
     * Why nothing was run; null if it is nobody's fault: a create that was in doubt arrived when its input had been deleted.
     * Such a batch has ended at its provider, without a line, and nothing of it can run any more.
     */
    private JobResults.@Nullable Why blame(BatchInHand batch, JobResults results) {
        JobResults.Why why = results.why();
        boolean starved = why != null
                && results.completed() <= 0
                && at.ledger().batches().tries(batch.getId()).stream()
                        .anyMatch(one -> one.fileGone() && batch.getProviderId().equals(one.providerId()));
        if (why == null || !starved) {
            return why;
        }
        LOG.warn(
                "Batch {} was created after its input had been deleted, and {} ran nothing of it ({}: {}). Nothing was"
                        + " charged; its records go again",
                batch.getId(),
                batch.reach().provider().name(),
                why.code(),
                why.message());
        return null;
    }

    private static Collection.Rest rest(
            JobResults results, boolean notRun, boolean whole, Outcomes outcomes, @Nullable String gone) {
        if (gone != null) {
            return Collection.Rest.gone(gone);
        }
        return new Collection.Rest(
                notRun,
                notRun || whole ? null : outcomes.again(new CustomIds.Id(0, 1)),
                outcomes.mostTries(),
                notRun
                        ? "not run before the batch was " + results.state()
                        : "the provider's results have no line for it");
    }

    /** Only files of its tries: one of a twin that came home meanwhile is counted on its own. Returns where it stopped. */
    private Turns.Turn scan(Turns.Turn from, ResultLines lines, ResultChunk chunk) throws IOException {
        Turns.Turn turn = from;
        while (!turn.isLast() && !turn.isOver()) {
            ResultFile file = turn.files().get(turn.file());
            turn = turn.tries().contains(file.tryNo()) ? scan(file, turn, lines, chunk) : turn.nextFile();
        }
        chunk.flush();
        return turn;
    }

    private Turns.Turn scan(ResultFile file, Turns.Turn from, ResultLines lines, ResultChunk chunk) throws IOException {
        Turns.Turn turn = from;
        try (var scanner = new ResultScanner(at.spool().open(file.path(), from.offset()), from.offset())) {
            while (scanner.next()) {
                if (turn.isOver()) {
                    return turn;
                }
                add(scanner, turn.file(), lines, chunk);
                turn = turn.at(scanner.position());
            }
        }
        return turn.nextFile();
    }

    private static void add(ResultScanner line, int file, ResultLines lines, ResultChunk chunk) throws IOException {
        var where = new ResultAt(file, line.offset());
        int length = line.to() - line.from();
        PlainResult plain = lines.readPlain(line.buffer(), line.from(), line.to());
        if (plain == null) {
            chunk.add(lines.read(line.buffer(), line.from(), line.to()), where, length);
        } else {
            chunk.add(plain, where, length);
        }
    }

    /** What has no result goes again later, or nothing can be done for it. */
    private void wholeBatchFailed(BatchInHand batch, JobResults.Why why, Instant now) {
        boolean passing = why.kind() == Failure.Kind.QUOTA || why.kind() == Failure.Kind.TRANSIENT;
        @Nullable Instant again = passing ? now.plus(WHOLE_BATCH_WAIT) : null;
        List<Outcome> outcomes = new ArrayList<>();
        for (Members.Run run : batch.batch().members().runs()) {
            for (long id = run.firstId(); id < run.endId(); id++) {
                outcomes.add(new Outcome(
                        id,
                        run.attempt(),
                        RecordState.PROVIDER_ERROR,
                        why.code(),
                        why.message(),
                        again,
                        !passing,
                        0,
                        NOWHERE,
                        Usage.NONE));
                if (outcomes.size() == CHUNK) {
                    at.ledger().collection().apply(batch.claim(), outcomes);
                    outcomes.clear();
                }
            }
        }
        at.ledger().collection().apply(batch.claim(), outcomes);
        LOG.error(
                "Batch {} failed as a whole at {}: {}: {}",
                batch.getId(),
                batch.reach().provider().name(),
                why.code(),
                why.message());
    }

    private Outcomes.Rules rules(long batchId, Shapes.Bound bound, @Nullable BoundTask task) {
        Task.@Nullable Deadline deadline = task == null ? null : task.task().deadline();
        boolean moved =
                deadline != null && deadline.review() && at.ledger().deadlines().moved(batchId);
        return new Outcomes.Rules(
                bound.validator(), new Nonces(at.ledger().proofs().key()), moved, isWhole(bound));
    }

    private static boolean isWhole(Shapes.Bound bound) {
        return bound.shape().asked() != null;
    }

    private static Price price(Credential credential, Shapes.Bound bound) {
        return credential
                .provider()
                .facts(bound.shape().model())
                .map(ModelFacts::price)
                .orElse(Price.FREE);
    }
}
