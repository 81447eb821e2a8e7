package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.RecordState;
import dev.caravan.provider.ProviderRig.Note;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Promise 6 with all of Caravan: a late batch is cancelled and harvested, and another provider answers only its rest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LateBatchTest {
    private static final String MODELS = """
            credentials:
              one: {provider: simulator, secret: "${TRIAL_KEY:simulated}"}
              two: {provider: simulator-mistral, secret: "${TRIAL_KEY:simulated}"}
            batch-models:
              late: {credential: one, model: gpt-4o-mini}
              quick: {credential: two, model: mistral-small-latest}
            """;

    private ProviderRig rig;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new ProviderRig(folder, "{}", MODELS, "", List.of(TrialTask.LATE));
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @Test
    void onlyTheRestOfALateBatchIsAnsweredElsewhereAndNothingIsPaidOrPublishedTwice() throws Exception {
        rig.faults("[{\"on\":\"batch\",\"match\":{\"surface\":\"openai\"},\"do\":\"stay\",\"polls\":1000000}]");
        List<Note> notes = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            notes.add(new Note("n" + i, "It is day " + i));
        }
        long drop = rig.drop(TrialTask.LATE, notes);
        rig.until(drop, RecordState.PUBLISHED, 8);

        DropCounts counts = rig.settled(drop);
        assertThat(counts.in(RecordState.PUBLISHED)).isEqualTo(8);
        TreeMap<String, JsonNode> published = rig.published(TrialTask.LATE, drop);
        assertThat(published).hasSize(8);
        assertThat(rig.rows(drop).values()).filteredOn("PUBLISHED ok 1"::equals).hasSize(4);
        assertThat(rig.rows(drop).values()).filteredOn("PUBLISHED ok 2"::equals).hasSize(4);
        assertThat(rig.past(drop).values()).hasSize(4).containsOnly("1 not_run");
        assertThat(rig.bill().path("records").asInt()).isEqualTo(8);
        assertThat(rig.bill().path("double")).isEmpty();
        // The batch that answers the rest may be late as well.
        assertThat(rig.ledger().events().of("batch 1", 9))
                .filteredOn(event -> event.kind() == EventKind.DEADLINE_PASSED)
                .hasSize(1);
        rig.audit();
    }
}
