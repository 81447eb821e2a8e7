package dev.caravan.bench;

import java.util.List;
import java.util.Locale;

/**
 * Says what ten times the rows cost: in a process of its own each, and in a file of its own each, a tenth of the rows
 * and then all of them. Arguments: {@link Settings#of}; rounds are passed over.
 */
final class Linear {
    private static final double TARGET = 10.5;

    private Linear() {}

    public static void main(String[] args) throws Exception {
        Settings all = Settings.of(args);
        String small = run(all.withRows(all.rows() / 10));
        String big = run(all);
        for (String work : List.of("intake-1", "collect-1")) {
            Cost before = Cost.in(small, work);
            Cost after = Cost.in(big, work);
            System.out.println(String.format(
                    Locale.ROOT,
                    "%s, %s, %s keys: %d rows in %.1f s, CPU %.1f s, %d MiB; %d rows in %.1f s, CPU %.1f s, %d MiB:"
                            + " %.1f times as long (target %.1f)",
                    work.replace("-1", ""),
                    all.ledger(),
                    all.randomKeys() ? "random" : "ascending",
                    all.rows() / 10,
                    before.wallMillis() / 1000.0,
                    before.cpuMillis() / 1000.0,
                    before.peakKib() / 1024,
                    all.rows(),
                    after.wallMillis() / 1000.0,
                    after.cpuMillis() / 1000.0,
                    after.peakKib() / 1024,
                    (double) after.wallMillis() / before.wallMillis(),
                    TARGET));
        }
    }

    private static String run(Settings settings) throws Exception {
        var run = new CaravanRun(settings, 1);
        try (Database database = run.database()) {
            return run.once(database);
        } finally {
            run.folders().clean();
        }
    }
}
