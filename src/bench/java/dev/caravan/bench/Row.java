package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A row of the table: DuckDB and Caravan in turn, round after round, and what is to be said of it. */
final class Row {
    private final String name;
    private final double target;
    private final List<Round> rounds = new ArrayList<>();

    Row(String name, double target) {
        this.name = name;
        this.target = target;
    }

    /** One side of a round. */
    @FunctionalInterface
    interface Side {
        Cost run() throws IOException, InterruptedException;
    }

    void round(Side duck, Side caravan) throws IOException, InterruptedException {
        double load =
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        Round round = new Round(duck.run(), caravan.run(), load);
        rounds.add(round);
        System.out.println(line(rounds.size(), round));
    }

    private String line(int number, Round round) {
        return String.format(
                Locale.ROOT,
                "%s %d: ratio %.2f | DuckDB %.2f s, CPU %.2f s, %d MiB | Caravan %.2f s, CPU %.2f s, %d MiB | load %.2f",
                name,
                number,
                round.ratio(),
                seconds(round.duck().wallMillis()),
                seconds(round.duck().cpuMillis()),
                round.duck().peakKib() / 1024,
                seconds(round.caravan().wallMillis()),
                seconds(round.caravan().cpuMillis()),
                round.caravan().peakKib() / 1024,
                round.load());
    }

    private static double seconds(long millis) {
        return millis / 1000.0;
    }

    /** Over the rounds in which DuckDB was not disturbed. */
    String summary() {
        long best = rounds.stream()
                .mapToLong(round -> round.duck().wallMillis())
                .min()
                .orElseThrow();
        List<Round> good =
                rounds.stream().filter(round -> !round.isDisturbed(best)).toList();
        double[] ratios = good.stream().mapToDouble(Round::ratio).sorted().toArray();
        long peak = good.stream()
                .mapToLong(round -> round.caravan().peakKib())
                .max()
                .orElseThrow();
        double median = (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]) / 2;
        return String.format(
                Locale.ROOT,
                "%s: ratio median %.2f, min %.2f, max %.2f (target %.1f); CPU ratio %.2f; most memory %d MiB; %d of %d"
                        + " rounds, DuckDB was disturbed in the others",
                name,
                median,
                ratios[0],
                ratios[ratios.length - 1],
                target,
                good.stream().mapToLong(r -> r.caravan().cpuMillis()).sum()
                        / (double) good.stream()
                                .mapToLong(r -> r.duck().cpuMillis())
                                .sum(),
                peak / 1024,
                good.size(),
                rounds.size());
    }
}
