package dev.caravan.console.plots;

import dev.caravan.console.Figures;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.Counted;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Trends.Age;
import dev.caravan.ledger.Trends.Collected;
import dev.caravan.ledger.Trends.Tally;
import dev.caravan.ledger.Trends.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Each plot of what the ledger tells. */
final class Plots {
    private static final int MOST_LINES = 6;

    /** A state that is no end, and its colour. */
    private record Open(RecordState state, String colour) {}

    private static final List<Open> OPEN = List.of(
            new Open(RecordState.QUEUED, "s-wait"),
            new Open(RecordState.SUBMITTED, "s-run"),
            new Open(RecordState.PROVIDER_ERROR, "s-bad"),
            new Open(RecordState.REVIEW_REQUIRED, "s-held"),
            new Open(RecordState.HELD, "p4"));

    private final Buckets time;

    Plots(Buckets time) {
        this.time = time;
    }

    /** Answers that came home. */
    Plot throughput(List<Collected> batches) {
        double[] valid = new double[time.count()];
        double[] invalid = new double[time.count()];
        double[] failed = new double[time.count()];
        for (Collected batch : batches) {
            if (time.holds(batch.at())) {
                int bucket = time.of(batch.at());
                valid[bucket] += batch.counted().ok();
                invalid[bucket] += batch.counted().invalid();
                failed[bucket] += failed(batch.counted());
            }
        }
        double all = Arrays.stream(valid).sum()
                + Arrays.stream(invalid).sum()
                + Arrays.stream(failed).sum();
        return new Drawing("throughput", "Answers home", Plots::count)
                .add("s-done", "valid", valid)
                .add("s-held", "invalid", invalid)
                .add("s-bad", "failed or missing", failed)
                .stacked(count(all) + " answers of " + Figures.count(batches.size()) + " batches", time);
    }

    private static int failed(Counted counted) {
        return counted.error() + counted.missing() + counted.notRun();
    }

    /** Records that were not at their end, at the end of each part. */
    Plot states(List<Tally> tallies, Instant now) {
        int known = now.isBefore(time.end()) ? time.of(now) + 1 : time.count();
        Instant first =
                tallies.stream().map(Tally::at).min(Comparator.naturalOrder()).orElse(time.end());
        Drawing drawing = new Drawing("states", "Records under way", Plots::count);
        for (Open one : OPEN) {
            Collection<List<Tally>> tasks = tallies.stream()
                    .filter(tally -> tally.state() == one.state())
                    .collect(Collectors.groupingBy(Tally::task))
                    .values();
            List<OptionalDouble> values = new ArrayList<>();
            for (int i = 0; i < time.count(); i++) {
                Instant end = time.start(i + 1);
                boolean told = i < known && first.isBefore(end);
                values.add(
                        told
                                ? OptionalDouble.of(tasks.stream()
                                        .mapToDouble(some -> at(some, end))
                                        .sum())
                                : OptionalDouble.empty());
            }
            drawing.add(one.colour(), Figures.words(one.state()), values);
        }
        return drawing.lines("At the end of each part; noted every five minutes", time);
    }

    private static double at(List<Tally> some, Instant end) {
        double last = 0;
        for (Tally one : some) {
            if (one.at().isBefore(end)) {
                last = one.records();
            }
        }
        return last;
    }

    private record Version(String name, List<Collected> batches) {}

    /** Of the versions that answered most. */
    Plot invalidRates(List<Collected> batches) {
        List<Version> versions = batches.stream()
                .filter(batch -> time.holds(batch.at())
                        && batch.counted().ok() + batch.counted().invalid() > 0)
                .collect(Collectors.groupingBy(batch -> batch.task() + " version " + batch.version()))
                .entrySet()
                .stream()
                .map(one -> new Version(one.getKey(), one.getValue()))
                .sorted(Comparator.comparingLong((Version one) -> -judged(one.batches()))
                        .thenComparing(Version::name))
                .toList();
        List<Version> most = versions.stream()
                .limit(MOST_LINES)
                .sorted(Comparator.comparing(Version::name))
                .toList();
        Drawing drawing = new Drawing("invalid", "Invalid answers by version", Plots::percent);
        List<String> said = new ArrayList<>();
        for (Version version : most) {
            List<OptionalDouble> rates = new ArrayList<>();
            for (int i = 0; i < time.count(); i++) {
                int bucket = i;
                List<Collected> part = version.batches().stream()
                        .filter(batch -> time.of(batch.at()) == bucket)
                        .toList();
                long judged = judged(part);
                rates.add(judged == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * invalid(part) / judged));
            }
            said.add(version.name() + ": " + Figures.percent(invalid(version.batches()), judged(version.batches())));
            drawing.add("p" + said.size(), version.name(), rates);
        }
        String rest = versions.size() > most.size()
                ? ". " + (versions.size() - most.size()) + " with fewer answers are not drawn: choose a task"
                : "";
        return drawing.lines(String.join("; ", said) + rest, time);
    }

    private static long judged(List<Collected> batches) {
        return batches.stream()
                .mapToLong(batch -> batch.counted().ok() + batch.counted().invalid())
                .sum();
    }

    private static long invalid(List<Collected> batches) {
        return batches.stream().mapToLong(batch -> batch.counted().invalid()).sum();
    }

    /** From create to results. */
    Plot batchTimes(List<Collected> batches, List<BatchRow> open, Instant now) {
        List<List<Double>> took = new ArrayList<>();
        for (int i = 0; i < time.count(); i++) {
            took.add(new ArrayList<>());
        }
        for (Collected batch : batches) {
            Duration one = batch.took();
            if (one != null && time.holds(batch.at())) {
                took.get(time.of(batch.at())).add(one.toMillis() / 60_000.0);
            }
        }
        took.forEach(some -> some.sort(Comparator.naturalOrder()));
        String oldest = open.stream()
                .map(batch -> batch.times().made())
                .min(Comparator.naturalOrder())
                .map(made -> "; the oldest was made " + Figures.age(made, now) + " ago")
                .orElse("");
        return new Drawing("batches", "How long batches took", Plots::minutes)
                .add(
                        "p1",
                        "half of them within",
                        took.stream().map(some -> part(some, 0.5)).toList())
                .add(
                        "p2",
                        "all of them within",
                        took.stream().map(some -> part(some, 1)).toList())
                .lines(Figures.count(open.size()) + " are open now" + oldest, time);
    }

    private static OptionalDouble part(List<Double> sorted, double share) {
        return sorted.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(sorted.get((int) Math.ceil(share * sorted.size()) - 1));
    }

    /** What people have to decide, by how long it has been open. */
    static Plot reviews(List<Waiting> waiting) {
        double[] items = new double[Age.values().length];
        waiting.forEach(one -> items[one.age().ordinal()] += one.items());
        double all = Arrays.stream(items).sum();
        return new Drawing("reviews", "Age of the review queue", Plots::count)
                .add("s-held", "open items", items)
                .bars(
                        count(all) + " open items",
                        List.of("under 1 h", "under 4 h", "under 1 d", "under 3 d", "under 7 d", "older"));
    }

    private static String count(double number) {
        return Figures.count(Math.round(number));
    }

    private static String percent(double number) {
        return String.format(Locale.ROOT, "%.1f %%", number);
    }

    private static String minutes(double number) {
        return Figures.duration(Duration.ofMillis(Math.round(number * 60_000)));
    }
}
