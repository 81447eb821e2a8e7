package dev.caravan.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a {@link KillSweep} did, in files below {@code target} that are there at any time. */
final class KillReport {
    private static final int AT_ONCE = 10;

    private final Path points;
    private final Path progress;
    private final Path table;
    private int settled;

    KillReport(String name) throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        points = target.resolve("kill-points-" + name + ".txt");
        progress = target.resolve("kill-progress-" + name + ".txt");
        table = target.resolve("kill-table-" + name + ".csv");
        Files.deleteIfExists(points);
        say("begins");
    }

    /** Where each process that dies writes down its point. */
    Path points() {
        return points;
    }

    void say(String what) throws IOException {
        Files.writeString(
                progress,
                Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + what + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** So many kills at instants drawn by lot, and no record charged twice. */
    void kill(int kills) throws IOException {
        if (kills % AT_ONCE == 0) {
            say(kills + " kills");
        }
    }

    /** All that was killed so far came to rest as it should. */
    void atRest() throws IOException {
        settled = lines().size();
        say((settled == 0 ? "" : settled + " points; ") + "at rest, each record charged and published once");
    }

    /** Points by providers: which were killed at, and whether all came to rest after it. */
    void table() throws IOException {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        var providers = new TreeSet<String>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            int end = lines.get(i).lastIndexOf('|');
            String provider = lines.get(i).substring(end + 1);
            providers.add(provider);
            rows.computeIfAbsent(lines.get(i).substring(0, end), point -> new TreeMap<>())
                    .put(provider, i < settled ? "paid once" : "killed");
        }
        StringBuilder text = new StringBuilder("point");
        providers.forEach(provider -> text.append(',').append(provider.isEmpty() ? "whole" : provider));
        rows.forEach((point, results) -> {
            text.append('\n').append(point);
            providers.forEach(provider -> text.append(',').append(results.getOrDefault(provider, "")));
        });
        Files.writeString(table, text.append('\n'));
    }

    private List<String> lines() throws IOException {
        return Files.exists(points) ? Files.readAllLines(points) : List.of();
    }
}
