package dev.caravan.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Faults by providers, in {@code target/fault-table.csv}, written while the test runs. */
final class FaultTable {
    private final List<String> providers;
    private final Map<String, Map<String, String>> rows = new TreeMap<>();

    FaultTable(List<String> providers) {
        this.providers = providers;
    }

    void put(String fault, String provider, String result) {
        rows.computeIfAbsent(fault, f -> new TreeMap<>()).put(provider, result);
    }

    void write() throws IOException {
        StringBuilder text = new StringBuilder("fault," + String.join(",", providers) + "\n");
        rows.forEach((fault, results) -> {
            text.append(fault);
            providers.forEach(provider -> text.append(',').append(results.getOrDefault(provider, "")));
            text.append('\n');
        });
        Files.writeString(Path.of("target/fault-table.csv"), text);
    }
}
