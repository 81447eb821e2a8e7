package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Canaries;
import dev.caravan.ledger.Canaries.Progress;
import dev.caravan.ledger.Canaries.Verdict;
import dev.caravan.ledger.Ledger;
import dev.caravan.task.Task;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a task has a canary, the first records with a new recipe go alone, as a batch, and nothing else of the task is cut until
 * enough of them are answered. A recipe is proven once, by whatever batches it had: a drop of tomorrow with the same prompt,
 * schema and model waits for nobody.
 */
final class CanaryGuard {
    private static final Logger LOG = LoggerFactory.getLogger(CanaryGuard.class);
    private static final int AT_ONCE = 20_000;

    private final Canaries canaries;

    CanaryGuard(Ledger ledger) {
        this.canaries = ledger.canaries();
    }

    /** Lets go what an older recipe kept, or a canary that the task no longer has. */
    void start(BoundTask task) {
        if (task.task().canary() != null
                && canaries.verdict(task.taskId(), task.recipeId()).equals(Optional.of(Verdict.FAILED))) {
            return;
        }
        int total = 0;
        int released = AT_ONCE;
        while (released == AT_ONCE) {
            released = canaries.release(task.taskId(), AT_ONCE);
            total += released;
        }
        if (total > 0) {
            LOG.info(
                    "Task {}: {} records that were held by a canary go on with version {}",
                    task.task().name(),
                    total,
                    task.task().version());
        }
    }

    /** How many records of the task the next batch may have at most; 0 as long as nothing may be cut. */
    int room(BoundTask task) {
        Task.Canary canary = task.task().canary();
        if (canary == null) {
            return Integer.MAX_VALUE;
        }
        Optional<Verdict> known = canaries.verdict(task.taskId(), task.recipeId());
        if (known.isEmpty()) {
            int least = task.task().model().credential().provider().limits().least();
            int wanted = Math.max(canary.records(), least);
            Progress progress = canaries.progress(task.taskId(), task.recipeId());
            if (progress.judged() < wanted) {
                return progress.open() > 0 ? 0 : (int) Math.max(least, wanted - progress.judged());
            }
            known = Optional.of(decide(task, canary, progress));
        }
        if (known.get() == Verdict.FAILED) {
            hold(task);
            return 0;
        }
        return Integer.MAX_VALUE;
    }

    private Verdict decide(BoundTask task, Task.Canary canary, Progress seen) {
        double percent = 100.0 * seen.invalid() / seen.judged();
        boolean passed = percent <= canary.maxInvalidPercent();
        String rate = String.format(
                Locale.ROOT,
                "%d of %d answers break a rule (%.1f %%, at most %.1f %%)",
                seen.invalid(),
                seen.judged(),
                percent,
                canary.maxInvalidPercent());
        String body = "Its canary failed: " + rate + ". What is queued is held (code canary). Change the prompt or the"
                + " schema with a new version and reload: they go by themselves, behind a canary of their own. Or let them"
                + " go as they are: release --task=" + task.task().name();
        Verdict verdict = passed ? Verdict.PASSED : Verdict.FAILED;
        boolean mine = canaries.decide(task.taskId(), task.recipeId(), verdict, seen, body);
        if (mine && passed) {
            LOG.info(
                    "Task {}: the canary of version {} passed: {}; the others go",
                    task.task().name(),
                    task.task().version(),
                    rate);
        } else if (mine) {
            LOG.error("Task {}: {}", task.task().name(), body);
        }
        return verdict;
    }

    private void hold(BoundTask task) {
        String detail =
                "the canary of version " + task.task().version() + " failed; a new version, or a release, lets it go";
        int total = 0;
        int held = AT_ONCE;
        while (held == AT_ONCE) {
            held = canaries.hold(task.taskId(), detail, AT_ONCE);
            total += held;
        }
        if (total > 0) {
            LOG.warn("Task {}: {} records are held: {}", task.task().name(), total, detail);
        }
    }
}
