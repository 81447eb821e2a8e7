package dev.caravan.sample;

import dev.caravan.intake.SampleRows.Picked;
import dev.caravan.ledger.Ledger;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import dev.caravan.sample.Report.Asked;
import dev.caravan.sample.Report.Sum;
import dev.caravan.sample.Report.Whole;
import dev.caravan.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Sums up a sample, and says from its averages what the whole file would be. */
final class Projection {
    private static final Set<String> REFUSALS = Set.of("refused", "blocked");

    private final Ledger ledger;
    private final int concurrency;

    /** @param concurrency real-time calls of one credential at a time */
    Projection(Ledger ledger, int concurrency) {
        this.ledger = ledger;
        this.concurrency = concurrency;
    }

    Report of(Task task, List<Asked> asked, Picked picked) {
        Sum sum = sum(task, asked);
        Whole whole = whole(task, asked, sum, picked);
        int least = task.model().credential().provider().limits().least();
        return new Report(
                task.name(),
                task.model().credential().provider().name() + "/" + task.model().model(),
                task.version(),
                asked,
                sum,
                whole,
                Advice.of(sum, whole, least));
    }

    private static Sum sum(Task task, List<Asked> asked) {
        int errors = count(asked, "error");
        int invalid = count(asked, "invalid");
        int refusals = (int)
                asked.stream().filter(one -> REFUSALS.contains(one.code())).count();
        int answered = Math.max(1, asked.size() - errors);
        Task.Canary canary = task.canary();
        return new Sum(
                count(asked, "valid"),
                count(asked, "review"),
                invalid,
                errors,
                refusals,
                (double) invalid / answered,
                (double) refusals / answered,
                asked.stream().mapToLong(Asked::tokensIn).sum(),
                asked.stream().mapToLong(Asked::tokensOut).sum(),
                asked.stream().mapToDouble(Asked::usd).sum(),
                canary == null ? null : Double.valueOf(canary.maxInvalidPercent() / 100));
    }

    private Whole whole(Task task, List<Asked> asked, Sum sum, Picked picked) {
        long records = picked.read() - picked.refused();
        int answered = Math.max(1, asked.size() - sum.errors());
        Price price = task.model().facts().map(ModelFacts::price).orElse(Price.FREE);
        long in = sum.tokensIn() * records / answered;
        long out = sum.tokensOut() * records / answered;
        long millis = asked.stream().mapToLong(Asked::millis).sum() / answered;
        Duration usual = ledger.deadlines()
                .usualTime(ledger.recipes().taskId(task.name()))
                .orElse(null);
        return new Whole(
                picked.read(),
                picked.refused(),
                picked.reasons(),
                usd(price.realTimeMicros(in, 0, out)),
                (millis * records / concurrency + 999) / 1000,
                usd(price.micros(in, 0, out)),
                usual == null ? null : usual.toSeconds(),
                !price.equals(Price.FREE));
    }

    static double usd(long micros) {
        return micros / 1_000_000.0;
    }

    private static int count(List<Asked> asked, String verdict) {
        return (int) asked.stream().filter(one -> one.verdict().equals(verdict)).count();
    }
}
