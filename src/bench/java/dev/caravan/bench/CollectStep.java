package dev.caravan.bench;

import dev.caravan.batch.BatchInHand;
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
    private final Stages stages;
    private final Path results;
    private final long published;

    /** @param rows which are all there is to collect */
    CollectStep(Stages stages, Path results, long rows) {
        this.stages = stages;
        this.results = results;
        this.published = stages.recordsIn(RecordState.PUBLISHED) + rows;
    }

    @Override
    public void run() throws Exception {
        Delivering delivering = stages.delivering();
        Stage.all(
                this::isOver,
                List.of(this::collected, () -> delivering.publish().open(), delivering::deliver));
    }

    private boolean collected() throws IOException {
        BatchInHand batch = stages.collect().claim();
        if (batch == null) {
            return false;
        }
        for (Download download : batch.getDownloads()) {
            Path file = results.resolve(download.fileId());
            try (InputStream body = Files.newInputStream(file)) {
                download.save(body, Files.size(file));
            }
        }
        stages.collect().finish(batch);
        return true;
    }

    private boolean isOver() {
        return stages.recordsIn(RecordState.PUBLISHED) == published;
    }

    @Override
    public void check() throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.list(Path.of(stages.delivering().folder()))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                try (Stream<String> of = Files.lines(file)) {
                    lines += of.count();
                }
            }
        }
        if (!isOver() || lines != published) {
            throw new IllegalStateException(
                    lines + " lines at the sink; " + stages.ledger().counts().total());
        }
    }
}
