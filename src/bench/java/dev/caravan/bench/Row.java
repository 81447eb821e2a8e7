package dev.caravan.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A row of the table: DuckDB and Caravan in turn, round after round, and what is to be said of it. */
final class Row {
    private final String name;
    private final double target;
    private final List<Round> rounds = new ArrayList<>();

    Row(String name, double target) {
        this.name = name;
        this.target = target;
    }

    /** Takes a round and prints it. */
    void add(Round round) {
        rounds.add(round);
        System.out.println(String.format(
                Locale.ROOT,
                "%s %d: DuckDB %s | first file %s, ratio %.2f | next %s, ratio %.2f | load %.2f",
                name,
                rounds.size(),
                text(round.duck()),
                text(round.first()),
                ratio(round.first(), round.duck()),
                text(round.next()),
                ratio(round.next(), round.duck()),
                round.load()));
    }

    private static String text(Cost cost) {
        return String.format(
                Locale.ROOT,
                "%.2f s, CPU %.2f s, %d MiB",
                cost.wallMillis() / 1000.0,
                cost.cpuMillis() / 1000.0,
                cost.peakKib() / 1024);
    }

    private static double ratio(Cost caravan, Cost duck) {
        return (double) caravan.wallMillis() / duck.wallMillis();
    }

    /** Over the rounds in which DuckDB was not disturbed. */
    String summary() {
        long best = rounds.stream()
                .mapToLong(round -> round.duck().wallMillis())
                .min()
                .orElseThrow();
        List<Round> good =
                rounds.stream().filter(round -> !round.isDisturbed(best)).toList();
        String left = good.size() == rounds.size() ? "" : ", DuckDB was disturbed in the others";
        return String.format(
                Locale.ROOT,
                "%s (target %.1f), %d of %d rounds%s%n  first file: %s%n  next file:  %s",
                name,
                target,
                good.size(),
                rounds.size(),
                left,
                summary(good, Round::first),
                summary(good, Round::next));
    }

    private static String summary(List<Round> rounds, Function<Round, Cost> side) {
        double[] ratios = rounds.stream()
                .mapToDouble(round -> ratio(side.apply(round), round.duck()))
                .sorted()
                .toArray();
        double cpu = rounds.stream().mapToDouble(r -> side.apply(r).cpuMillis()).sum();
        double duckCpu = rounds.stream().mapToDouble(r -> r.duck().cpuMillis()).sum();
        long peak = rounds.stream()
                .mapToLong(round -> side.apply(round).peakKib())
                .max()
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "ratio median %.2f, min %.2f, max %.2f; CPU ratio %.2f; most memory %d MiB",
                (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]) / 2,
                ratios[0],
                ratios[ratios.length - 1],
                cpu / duckCpu,
                peak / 1024);
    }
}
