package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.RecordState;
import dev.caravan.provider.ProviderRig.Note;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Providers that take only so many tokens at once; the simulated ones fail or refuse what is over that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnqueuedTokensTest {
    private static final String SETTINGS = """
            {"openai": {"enqueuedTokens": {"gpt-5-mini": 20000, "gpt-5": 20000}},
             "azure": {"failFast": true, "enqueuedTokens": {"gpt-5-mini": 8000}}}
            """;
    private static final String MODELS = """
            credentials:
              told: {provider: simulator, secret: "${TRIAL_KEY:simulated}", enqueued-tokens: {gpt-5-mini: 20000}}
              named: {provider: simulator, secret: "${TRIAL_KEY:simulated}"}
              silent: {provider: simulator-azure, secret: "${TRIAL_KEY:simulated}"}
            batch-models:
              told: {credential: told, model: gpt-5-mini}
              named: {credential: named, model: gpt-5}
              silent: {credential: silent, model: gpt-5-mini}
            """;
    private static final int NOTES = 200;

    private ProviderRig rig;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new ProviderRig(folder, SETTINGS, MODELS, "", List.of("told", "named", "silent"));
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @AfterEach
    void paidOnce() throws Exception {
        rig.audit();
        assertThat(rig.bill().path("double")).isEmpty();
    }

    private static List<Note> notes(String name) {
        List<Note> notes = new ArrayList<>();
        for (int i = 1; i <= NOTES; i++) {
            notes.add(new Note(name + "-" + i, "It is day " + i + " and nothing has happened since the day before."));
        }
        return notes;
    }

    /** How many batches of this credential ended so. */
    private long batches(String credential, BatchState state) {
        long count = 0;
        for (long id = 1; ; id++) {
            Optional<Batches.Batch> batch = rig.ledger().batches().find(id);
            if (batch.isEmpty()) {
                return count;
            }
            count += batch.get().credential().equals(credential) && batch.get().state() == state ? 1 : 0;
        }
    }

    private void allPublished(String task) throws Exception {
        DropCounts counts = rig.run(task, notes(task));
        assertThat(counts.in(RecordState.PUBLISHED)).isEqualTo(NOTES);
    }

    @Test
    void neverSendsMoreThanTheConfiguredLimit() throws Exception {
        allPublished("told");
        assertThat(batches("told", BatchState.DISSOLVED)).isZero();
        assertThat(batches("told", BatchState.COLLECTED)).isGreaterThan(4);
        assertThat(rig.ledger().events().of("credential told", 10)).isEmpty();
    }

    @Test
    void needsOneFailureWhereTheProviderNamesItsLimit() throws Exception {
        allPublished("named");
        assertThat(batches("named", BatchState.DISSOLVED)).isEqualTo(1);
        assertThat(rig.ledger().quotas().find("named", "gpt-5").orElseThrow().limit())
                .isEqualTo(20_000);
        assertThat(rig.ledger().events().of("credential named", 10))
                .hasSize(1)
                .allSatisfy(event -> assertThat(event.kind()).isEqualTo(EventKind.QUOTA_LEARNT));
    }

    @Test
    void needsFewRefusalsWhereTheProviderKeepsItsLimitToItself() throws Exception {
        allPublished("silent");
        long refusals = rig.ledger().events().of("credential silent", 100).stream()
                .filter(event -> event.kind() == EventKind.QUOTA_LEARNT)
                .count();
        assertThat(refusals).isBetween(1L, 5L);
    }
}
