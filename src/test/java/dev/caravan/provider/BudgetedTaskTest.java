package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Budgets.Room;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.RecordState;
import dev.caravan.provider.ProviderRig.Note;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 47, from the file that is dropped to the records that are held. */
class BudgetedTaskTest {
    private static final int NOTES = 60;
    private static final String MODELS = """
            credentials:
              main: {provider: simulator-priced, secret: "${TRIAL_KEY:simulated}"}
            batch-models:
              capped: {credential: main, model: gpt-5-mini}
            """;
    private static final String PRICED = """
            simulator-priced:
              protocol: openai
              base-url: ${caravan.simulator.url}/openai/v1
              read: 2026-11-21
              limits: {requests: 50, size: 1MB}
              poll: {first: 50ms, longest: 400ms}
              models:
                gpt-5-mini:
                  endpoints: [/v1/chat/completions]
                  structured-output: true
                  price: {input: 10, output: 20}
            """;

    @Test
    void spendsNoMoreThanItsBudgetAndHoldsTheRest(@TempDir Path folder) throws Exception {
        try (var rig = new ProviderRig(folder, "{}", MODELS, PRICED, List.of(TrialTask.CAPPED))) {
            List<Note> notes = new ArrayList<>();
            for (int i = 1; i <= NOTES; i++) {
                notes.add(new Note("n" + i, "It is day " + i));
            }
            long drop = rig.drop(TrialTask.CAPPED, notes);
            DropCounts counts = rig.settled(drop);
            long published = counts.in(RecordState.PUBLISHED);
            assertThat(published).isBetween(5L, NOTES - 1L);
            assertThat(counts.in(RecordState.HELD)).isEqualTo(NOTES - published);
            assertThat(rig.rows(drop).values()).contains("HELD budget 0");

            int task = rig.ledger().recipes().taskId(TrialTask.CAPPED);
            Room room = rig.ledger().budgets().room(task).orElseThrow();
            assertThat(room.spent()).isBetween(20_000L, 50_000L);
            assertThat(room.isStill()).isTrue();
            assertThat(rig.ledger().events().of("task capped", 9))
                    .singleElement()
                    .satisfies(event -> assertThat(event.kind()).isEqualTo(EventKind.BUDGET_REACHED));
            assertThat(rig.bill().path("records").asLong()).isEqualTo(published);
            rig.audit();
        }
    }
}
