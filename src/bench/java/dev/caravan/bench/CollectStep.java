package dev.caravan.bench;

import dev.caravan.batch.BatchInHand;
import dev.caravan.batch.Collect;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;
import dev.caravan.provider.Download;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** From the provider's result files to files at a sink: brought home, parsed, validated, joined, frozen, delivered. */
final class CollectStep implements Step {
    private final Ledger ledger;
    private final Collect collect;
    private final Delivering delivering;
    private final Path results;
    private final long rows;

    CollectStep(Ledger ledger, Collect collect, Delivering delivering, Path results, long rows) {
        this.ledger = ledger;
        this.collect = collect;
        this.delivering = delivering;
        this.results = results;
        this.rows = rows;
    }

    @Override
    public void run() throws Exception {
        Stage.all(
                this::isOver,
                List.of(this::collected, () -> delivering.publish().open(), delivering::deliver));
    }

    private boolean collected() throws IOException {
        BatchInHand batch = collect.claim();
        if (batch == null) {
            return false;
        }
        for (Download download : batch.getDownloads()) {
            Path file = results.resolve(download.fileId());
            try (InputStream body = Files.newInputStream(file)) {
                download.save(body, Files.size(file));
            }
        }
        collect.finish(batch);
        return true;
    }

    private boolean isOver() {
        return ledger.counts().total().in(RecordState.PUBLISHED) == rows;
    }

    @Override
    public void check() throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.list(Path.of(delivering.folder()))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                try (Stream<String> of = Files.lines(file)) {
                    lines += of.count();
                }
            }
        }
        if (!isOver() || lines != rows) {
            throw new IllegalStateException(
                    lines + " lines at the sink; " + ledger.counts().total());
        }
    }
}
