package dev.caravan.simulator.core;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.util.FileSystemUtils;

/** The files of a run: results, and what was charged. They appear together when the run is over. */
final class RunFiles implements Closeable {
    private final RunOrder order;
    private final Dialect dialect;
    private final Path chargedTemp;
    private final BufferedWriter charged;
    private final Map<String, BufferedWriter> results = new TreeMap<>();
    private final int[] counts = new int[Row.Kind.values().length];

    RunFiles(RunOrder order, Dialect dialect) throws IOException {
        this.order = order;
        this.dialect = dialect;
        FileSystemUtils.deleteRecursively(order.folder().writing());
        Files.createDirectories(order.folder().writing());
        chargedTemp = order.folder().charged().resolveSibling("charged.tmp");
        charged = Files.newBufferedWriter(chargedTemp);
    }

    void add(String customId, Row row) throws IOException {
        again(row);
        counts[row.kind().ordinal()]++;
        if (row.kind() == Row.Kind.CHARGED) {
            charged.write(customId);
            charged.write('\n');
        }
    }

    /** One more copy of a row that is there already. */
    void again(Row row) throws IOException {
        BufferedWriter file = results.get(row.file());
        if (file == null) {
            file = Files.newBufferedWriter(order.folder().writing().resolve(row.file()));
            results.put(row.file(), file);
        }
        file.write(Json.write(row.line()));
        file.write('\n');
    }

    RunResult keep(Tokens tokens) throws IOException {
        close();
        Durable.move(chargedTemp, order.folder().charged());
        Map<String, Path> files = new TreeMap<>();
        results.keySet()
                .forEach(name -> files.put(name, order.folder().writing().resolve(name)));
        int completed = count(Row.Kind.CHARGED) + count(Row.Kind.FREE);
        RunResult result =
                new RunResult(completed, count(Row.Kind.FAILED), count(Row.Kind.UNRUN), tokens, Json.object());
        result = new RunResult(
                completed,
                result.failed(),
                result.unrun(),
                tokens,
                dialect.finish(new FinishedRun(order.job(), order.end(), result, files)));
        Files.createDirectories(order.folder().results());
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (Files.exists(file.getValue())) {
                Durable.move(file.getValue(), order.folder().results().resolve(file.getKey()));
            }
        }
        FileSystemUtils.deleteRecursively(order.folder().writing());
        return result;
    }

    private int count(Row.Kind kind) {
        return counts[kind.ordinal()];
    }

    @Override
    public void close() throws IOException {
        charged.close();
        for (BufferedWriter file : results.values()) {
            file.close();
        }
    }
}
