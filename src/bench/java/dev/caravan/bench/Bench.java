package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says how long Caravan takes for its work, in times of what DuckDB takes for the bare conversion of the same bytes.
 * Arguments: {@link Settings#of}.
 */
final class Bench {
    private static final int FILES = 2;

    private final Settings settings;
    private final CaravanRun caravan;
    private final Path out;

    private Bench(Settings settings) throws IOException {
        this.settings = settings;
        this.caravan = new CaravanRun(settings, FILES);
        this.out = caravan.folders().work().resolve("duck.jsonl");
    }

    public static void main(String[] args) throws Exception {
        Bench bench = new Bench(Settings.of(args));
        try {
            bench.run();
        } finally {
            bench.caravan.folders().clean();
        }
    }

    private void run() throws Exception {
        Row intake = new Row("intake + assemble, " + settings.ledger(), settings.postgres() ? 2.5 : 2.0);
        Row collect = new Row("collect + publish, " + settings.ledger(), settings.postgres() ? 3.0 : 2.0);
        try (Database database = caravan.database()) {
            for (int i = 0; i < settings.rounds(); i++) {
                double load = load();
                Cost convert = caravan.child().duck(Reference.requests(caravan.firstFile(), out));
                long bytes = Files.size(out);
                Files.delete(out);
                String said = caravan.once(database);
                checkRequests(bytes);
                Cost join = join();
                intake.add(new Round(convert, Cost.in(said, "intake-1"), Cost.in(said, "intake-2"), load));
                collect.add(new Round(join, Cost.in(said, "collect-1"), Cost.in(said, "collect-2"), load));
            }
        }
        System.out.println(intake.summary());
        System.out.println(collect.summary());
    }

    private static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    /** The first file's requests are as long as DuckDB's, but for their ids. */
    private void checkRequests(long bytes) throws IOException {
        long ours = caravan.folders().requests(settings.rows());
        if (Math.abs(bytes - ours) > bytes / 100) {
            throw new IllegalStateException(
                    "requests of " + ours + " bytes, but of " + bytes + " by DuckDB: this is not the same work");
        }
    }

    private Cost join() throws IOException, InterruptedException {
        Path results = caravan.folders().work().resolve("results/1");
        Path members = results.resolve("members.parquet");
        Cost unused = caravan.child().duck(Reference.members(results, members));
        Cost cost = caravan.child().duck(Reference.join(results, members, out));
        Files.delete(out);
        return cost;
    }
}
