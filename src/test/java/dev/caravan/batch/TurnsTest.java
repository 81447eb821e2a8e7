package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.RecordState;
import dev.caravan.provider.Download;
import dev.caravan.provider.JobStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsTest {
    private static final int LARGE = 10;
    private static final int SMALL = 2;

    @TempDir
    Path folder;

    private Rig rig;

    /** Batch 1 is large and ended first, batch 2 is small. */
    @BeforeEach
    void open() throws IOException {
        rig = new Rig(folder);
        rig.submitted(LARGE);
        rig.creating("s", SMALL).getAttempt().accepted("batch_2");
        rig.clock.pass(Duration.ofSeconds(2));
        for (BatchInHand batch : rig.poll.claim()) {
            int lines = batch.batch().members().size();
            batch.getPoll()
                    .status(new JobStatus(
                            batch.getProviderId(),
                            "completed",
                            true,
                            lines,
                            lines,
                            0,
                            Map.of("results", "f" + batch.getId()),
                            null));
        }
    }

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    @Test
    void aSmallBatchDoesNotWaitForAllOfALargeOne() throws IOException {
        Collect collect = rig.collectInTurnsOf(3);
        List<Long> turns = new ArrayList<>();
        List<Long> completed = new ArrayList<>();
        for (BatchInHand batch = collect.claim(); batch != null; batch = collect.claim()) {
            home(collect, batch);
            turns.add(batch.getId());
            completed.add(rig.in(RecordState.COMPLETED));
        }
        assertThat(turns).containsExactly(1L, 2L, 1L, 1L, 1L);
        assertThat(completed).containsExactly(3L, 5L, 8L, 11L, 12L);
        assertThat(rig.ledger.counts().total().in(RecordState.SUBMITTED)).isZero();
    }

    @Test
    void anotherProcessGoesOnWhereTheFirstOneStopped() throws IOException {
        Collect before = rig.collectInTurnsOf(3);
        home(before, before.claim());
        Collect after = rig.collectInTurnsOf(4);
        List<Long> completed = new ArrayList<>();
        for (BatchInHand batch = after.claim(); batch != null; batch = after.claim()) {
            home(after, batch);
            completed.add(rig.in(RecordState.COMPLETED));
        }
        assertThat(completed).containsExactly(5L, 9L, 12L);
    }

    @Test
    void aTurnThatFailedIsTakenAgainFromTheFirstLine() throws IOException {
        Collect collect = rig.collectInTurnsOf(6);
        home(collect, collect.claim());
        home(collect, collect.claim());
        collect.failed(collect.claim(), new IOException("the spool"));
        rig.clock.pass(Duration.ofMinutes(1));
        home(collect, collect.claim());
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(8);
        home(collect, collect.claim());
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(12);
        assertThat(collect.claim()).isNull();
    }

    private void home(Collect collect, BatchInHand batch) throws IOException {
        StringBuilder lines = new StringBuilder();
        int first = batch.getId() == 1 ? 1 : LARGE + 1;
        for (int i = 0; i < batch.batch().members().size(); i++) {
            String id = (batch.getId() == 1 ? "r" : "s") + (i + 1);
            lines.append(rig.ok(first + i, 1, "{\"id\":\"" + id + "\",\"mood\":\"good\"}"));
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        for (Download download : batch.getDownloads()) {
            download.save(new ByteArrayInputStream(bytes), bytes.length);
        }
        collect.finish(batch);
    }
}
