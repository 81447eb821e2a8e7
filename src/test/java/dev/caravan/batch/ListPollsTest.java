package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.RunningBatches.Running;
import dev.caravan.provider.JobStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty and more batches of one credential are looked at in the list of their provider first. */
class ListPollsTest {
    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    /** Batches 1 to n are {@code batch_1} to {@code batch_n} at the provider, and were seen to be in progress. */
    private void running(int batches) throws IOException {
        for (int i = 1; i <= batches; i++) {
            rig.creating("of-" + i + "-", 2).getAttempt().accepted("batch_" + i);
        }
        rig.clock.pass(Duration.ofSeconds(2));
        List<BatchInHand> all = rig.poll.claim();
        assertThat(all).hasSize(batches);
        all.forEach(batch -> batch.getPoll().status(status(batch.getProviderId(), "in_progress", false)));
        rig.clock.pass(Duration.ofMinutes(1));
    }

    private static JobStatus status(String id, String state, boolean terminal) {
        return new JobStatus(id, state, terminal, 2, 0, 0, Map.of(), null);
    }

    private void seen(ListLook look, String state) {
        look.batches().forEach(batch -> look.listed(status(batch.providerId(), state, false)));
    }

    private List<String> askedOneByOne() {
        return rig.poll.claim().stream().map(BatchInHand::getProviderId).toList();
    }

    @Test
    void asksOnlyAboutThoseThatChangedOrAreNotInTheList() throws IOException {
        running(22);
        ListLook look = rig.poll.list();
        for (Running batch : look.batches().subList(0, 20)) {
            look.listed(status(batch.providerId(), "in_progress", false));
        }
        look.listed(status("batch_4", "completed", true));
        look.listed(status("batch_7", "finalizing", false));
        look.listed(status("somebody-elses", "in_progress", false));
        rig.poll.listed(look);
        assertThat(askedOneByOne()).containsExactlyInAnyOrder("batch_4", "batch_7", "batch_21", "batch_22");
        assertThat(rig.poll.list()).isNull();
    }

    @Test
    void asksAboutAFewOneByOne() throws IOException {
        running(3);
        assertThat(rig.poll.list()).isNull();
        assertThat(askedOneByOne()).containsExactly("batch_1", "batch_2", "batch_3");
    }

    @Test
    void readsTheListBackToBeforeTheOldest() throws IOException {
        running(20);
        ListLook look = rig.poll.list();
        assertThat(look.windowStart())
                .isEqualTo(look.batches().get(0).submittedAt().getEpochSecond() - 3600);
    }

    @Test
    void asksOneByOneAboutWhatMayBeTooOld() throws IOException {
        running(20);
        rig.clock.pass(Rig.MAX_AGE);
        ListLook look = rig.poll.list();
        seen(look, "in_progress");
        rig.poll.listed(look);
        assertThat(askedOneByOne()).hasSize(20);
    }

    @Test
    void leavesAListThatShowsNothingOfThemAloneForAWhile() throws IOException {
        running(20);
        rig.poll.listed(rig.poll.list());
        assertThat(rig.poll.list()).isNull();
        rig.clock.pass(Duration.ofMinutes(15));
        assertThat(rig.poll.list()).isNotNull();
    }

    @Test
    void asksOneByOneWhenTheListCouldNotBeRead() throws IOException {
        running(20);
        rig.poll.failed(rig.poll.list(), new IOException("connection reset"));
        assertThat(rig.poll.list()).isNull();
        assertThat(askedOneByOne()).hasSize(20);
    }
}
