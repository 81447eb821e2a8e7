package dev.caravan.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The three files of a run: output, errors, and what was charged. They appear together when the run is over. */
final class RunFiles implements Closeable {
    private final FileStore files;
    private final RunOrder order;
    private final String outputId;
    private final String errorId;
    private final Path chargedTemp;
    private final BufferedWriter output;
    private final BufferedWriter errors;
    private final BufferedWriter charged;
    private int completed;
    private int failed;
    private int unrun;

    RunFiles(FileStore files, RunOrder order) throws IOException {
        this.files = files;
        this.order = order;
        outputId = "file-" + Hash.hex(order.batchId(), "output").substring(0, 24);
        errorId = "file-" + Hash.hex(order.batchId(), "errors").substring(0, 24);
        chargedTemp = order.charged().resolveSibling("charged.tmp");
        output = Files.newBufferedWriter(files.temporary(outputId));
        errors = Files.newBufferedWriter(files.temporary(errorId));
        charged = Files.newBufferedWriter(chargedTemp);
    }

    void ok(String customId, ObjectNode line) throws IOException {
        write(output, line);
        charged.write(customId);
        charged.write('\n');
        completed++;
    }

    /** One more copy of a line that is there already. */
    void again(ObjectNode line) throws IOException {
        write(output, line);
    }

    /** Counts as completed, but nothing came of it and it costs nothing. */
    void lost(ObjectNode line) throws IOException {
        write(output, line);
        completed++;
    }

    void failed(ObjectNode line) throws IOException {
        write(errors, line);
        failed++;
    }

    void unrun(ObjectNode line) throws IOException {
        write(errors, line);
        unrun++;
    }

    RunResult keep(Tokens usage) throws IOException {
        close();
        Durable.move(chargedTemp, order.charged());
        return new RunResult(
                completed, failed, keep(outputId, "output", completed), keep(errorId, "error", failed + unrun), usage);
    }

    private @Nullable String keep(String id, String kind, int lines) throws IOException {
        if (lines == 0) {
            Files.delete(files.temporary(id));
            return null;
        }
        String name = "%s_%s.jsonl".formatted(order.batchId(), kind);
        return files.keep(id, name, "batch_output", order.resultLifetimeSeconds())
                .id();
    }

    private static void write(BufferedWriter file, ObjectNode line) throws IOException {
        file.write(Json.write(line));
        file.write('\n');
    }

    @Override
    public void close() throws IOException {
        output.close();
        errors.close();
        charged.close();
    }
}
