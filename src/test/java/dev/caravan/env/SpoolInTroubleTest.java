package dev.caravan.env;

import static dev.caravan.testkit.FaultySpool.Call.COMMIT;
import static dev.caravan.testkit.FaultySpool.Call.DELETE;
import static dev.caravan.testkit.FaultySpool.Call.OPEN;
import static dev.caravan.testkit.FaultySpool.Call.READ;
import static dev.caravan.testkit.FaultySpool.Call.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolTestAccess;
import dev.caravan.testkit.FaultySpool;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every stage meets a spool that is full, refuses, or breaks off in the middle; one run for all, as each takes seconds. */
class SpoolInTroubleTest {
    private static final int ROWS = 60;

    @TempDir
    Path folder;

    private FaultySpool faulty;

    private Whole caravan() throws IOException {
        Path root = folder.resolve("data/spool");
        faulty = new FaultySpool(new LocalSpool(root));
        return new Whole(folder).with(Spool.class, ours -> SpoolTestAccess.telling(faulty, root));
    }

    /** Rule 43: the ledger names no bytes that are not there, and so nothing is lost when they can't be written. */
    @Test
    void everyStageWaitsForItAndGoesOnByItself() throws Exception {
        try (Whole caravan = caravan()) {
            caravan.start();
            for (String path : new String[] {
                "drops/.*source", "drops/.*segment", "manifest", "publication\\.json", "publications/.*content"
            }) {
                faulty.refuse(WRITE, path, 1, FaultySpool::full);
            }
            for (String path : new String[] {"requests", "batches/.*/results"}) {
                faulty.refuse(WRITE, path, 2, FaultySpool::full);
                faulty.refuse(COMMIT, path, 1, FaultySpool::full);
            }
            for (String path : new String[] {"segment", "results", "publications"}) {
                faulty.refuse(OPEN, path, 1, () -> new IOException("s3://spool/x: 503 Slow Down"));
                faulty.refuse(READ, path, 1, () -> new SocketException("Connection reset"));
            }
            faulty.refuse(OPEN, "results", 1, () -> new AccessDeniedException("s3://spool/x", null, "403"));
            faulty.refuse(DELETE, "batches", 1, () -> new IOException("s3://spool/x: 503 Slow Down"));
            caravan.drop("full", ROWS);
            caravan.published(ROWS);

            caravan.allIsWell(ROWS);
            assertThat(faulty.left()).isZero();
            assertThat(faulty.refused().stream().map(line -> line.replaceAll("\\d+", "N")))
                    .contains(
                            "WRITE drops/N/source.jsonl",
                            "WRITE drops/N/segment-N.jsonl.zst",
                            "WRITE batches/N/requests.jsonl",
                            "COMMIT batches/N/requests.jsonl",
                            "WRITE batches/N/manifest.json",
                            "WRITE batches/N/results-N.jsonl",
                            "COMMIT batches/N/results-N.jsonl",
                            "WRITE publications/N/publication.json",
                            "WRITE publications/N/content.jsonl");
            assertThat(caravan.warnings())
                    .anySatisfy(line -> assertThat(line)
                            .matches("(?s).*The disk of .*data/spool is full \\(\\d+ MB free\\)\\. Make room there;"
                                    + " Caravan goes on by itself.*"))
                    .hasSizeLessThan(25);
        }
    }
}
