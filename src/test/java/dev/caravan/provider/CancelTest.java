package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import dev.caravan.provider.ProviderRig.Note;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rule 14 with all of Caravan: a cancel beside the running process stops spending, keeps what ran, and sends nothing again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelTest {
    private static final String MODELS = """
            credentials:
              one: {provider: simulator, secret: "${TRIAL_KEY:simulated}"}
            batch-models:
              openai: {credential: one, model: gpt-4o-mini}
            """;

    private ProviderRig rig;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        rig = new ProviderRig(folder, "{}", MODELS, "", List.of("openai"));
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @AfterEach
    void clear() throws Exception {
        rig.noFaults();
        rig.audit();
        assertThat(rig.bill().path("double")).isEmpty();
    }

    private static List<Note> notes(String prefix, int count) {
        List<Note> notes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            notes.add(new Note(prefix + i, "It is day " + i));
        }
        return notes;
    }

    private String ask(Kind kind, About about, long id) {
        try (LedgerDoor door = LedgerDoor.open(folder.resolve("data/ledger/caravan.db"), Clock.systemUTC())) {
            long request = door.ask("ann", new Wish(kind, about, String.valueOf(id)));
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> door.answer(request), Optional::isPresent)
                    .orElseThrow()
                    .text();
        }
    }

    private Batches.Batch lastBatch() {
        Batches.Batch last = null;
        for (long id = 1; rig.ledger().batches().find(id).isPresent(); id++) {
            last = rig.ledger().batches().find(id).orElseThrow();
        }
        assertThat(last).isNotNull();
        return last;
    }

    @Test
    void aRunningBatchIsStoppedAndOnlyAReleaseSendsTheRest() throws Exception {
        int before = rig.bill().path("records").asInt();
        rig.faults("[{\"on\":\"batch\",\"do\":\"stay\",\"polls\":1000000}]");
        long drop = rig.drop("openai", notes("a", 10));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> rig.rows(drop).values().stream().allMatch(row -> row.startsWith("SUBMITTED"))
                        && status().equals("in_progress"));
        Batches.Batch batch = lastBatch();
        assertThat(ask(Kind.CANCEL, About.BATCH, batch.id())).startsWith("its provider is asked to stop it.");

        DropCounts counts = rig.settled(drop);
        assertThat(counts.in(RecordState.PUBLISHED)).isEqualTo(5);
        assertThat(counts.in(RecordState.HELD)).isEqualTo(5);
        assertThat(rig.rows(drop).values())
                .filteredOn(row -> row.startsWith("HELD"))
                .containsOnly("HELD cancelled 1");
        assertThat(rig.bill().path("records").asInt() - before).isEqualTo(5);
        assertThat(lastBatch().id()).isEqualTo(batch.id());

        rig.noFaults();
        assertThat(ask(Kind.RELEASE, About.DROP, drop)).isEqualTo("5 held records are queued again");
        assertThat(rig.settled(drop).in(RecordState.PUBLISHED)).isEqualTo(10);
        assertThat(rig.published("openai", drop)).hasSize(10);
        assertThat(rig.bill().path("records").asInt() - before).isEqualTo(10);
    }

    private String status() {
        String status = lastBatch().providerStatus();
        return status == null ? "" : status;
    }

    /** The create's reply is lost and the provider has the batch: it is found first, and cancelled there. */
    @Test
    void aBatchInDoubtIsFoundFirstAndThenStopped() throws Exception {
        int before = rig.bill().path("records").asInt();
        rig.faults("[{\"on\":\"batches.list\",\"times\":1000,\"do\":\"status\",\"status\":500},"
                + "{\"on\":\"batches.create\",\"do\":\"lose-reply\"},"
                + "{\"on\":\"batch\",\"do\":\"stay\",\"status\":\"validating\",\"polls\":1000000}]");
        long drop = rig.drop("openai", notes("d", 4));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> rig.rows(drop).values().stream().allMatch(row -> row.startsWith("SUBMITTED"))
                        && lastBatch().state() == BatchState.IN_DOUBT);
        assertThat(ask(Kind.CANCEL, About.BATCH, lastBatch().id())).startsWith("its create may be under way.");
        assertThat(rig.rows(drop).values()).containsOnly("SUBMITTED - 1");

        rig.noFaults();
        rig.settled(drop);
        assertThat(rig.rows(drop).values()).hasSize(4).containsOnly("HELD cancelled 1");
        // The last of its records is settled a moment before the batch is.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> lastBatch().state() == BatchState.COLLECTED);
        assertThat(rig.bill().path("records").asInt()).isEqualTo(before);
    }
}
