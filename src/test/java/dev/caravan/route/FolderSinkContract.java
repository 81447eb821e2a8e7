package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.publish.parquet.ParquetTestAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sinks that write files into a folder, where {@code data/outbox/triage-tickets} is the receiver. */
abstract class FolderSinkContract extends SinkContract {

    final Path outbox() {
        return data.resolve("outbox/triage-tickets");
    }

    final Path first() throws IOException {
        try (Stream<Path> files = Files.list(outbox())) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    @Override
    void startReceiver() {
        // A folder is there when it is needed.
    }

    @Override
    void bind() {
        rig.bind("fileSink", bench.fileSink(bench.formats(ParquetTestAccess.format(bench.columns()))));
    }

    @Override
    List<Stored> stored() throws Exception {
        List<Stored> all = new ArrayList<>();
        if (Files.isDirectory(outbox())) {
            try (Stream<Path> files = Files.list(outbox())) {
                for (Path file : files.sorted().toList()) {
                    all.addAll(StoredFile.read(file));
                }
            }
        }
        return all;
    }

    @Override
    void breakDown() throws IOException {
        Files.createDirectories(outbox().getParent());
        Files.writeString(outbox(), "in the way");
    }

    @Override
    void repair() throws IOException {
        Files.delete(outbox());
    }

    @Test
    void neverReplacesWhatIsThere() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}"));
        assertThat(deliver()).isEmpty();
        Path there = first();
        bench.publication(answers("b", "{\"category\":\"y\"}"));
        Path next = there.resolveSibling(there.getFileName().toString().replace("000001", "000002"));
        Files.writeString(next, "precious");
        assertThat(deliver())
                .hasValueSatisfying(why -> assertThat(why).hasStackTraceContaining("exists with other content"));
        assertThat(next).hasContent("precious");
        assertThat(bench.claim()).isEmpty();
    }
}
