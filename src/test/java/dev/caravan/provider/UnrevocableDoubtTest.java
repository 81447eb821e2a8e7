package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.RecordState;
import dev.caravan.provider.ProviderRig.Note;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
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

/** What becomes of a create without a reply where it can't be revoked, as with Anthropic; each test has its own size. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnrevocableDoubtTest {
    private static final String MODELS = """
            credentials:
              own: {provider: simulator-anthropic, secret: "${TRIAL_KEY:simulated}", settings: {exclusive-workspace: true}}
              careful: {provider: simulator-anthropic, secret: "${TRIAL_KEY:simulated}", settings: {on-doubt: hold}}
              shared: {provider: simulator-anthropic, secret: "${TRIAL_KEY:simulated}"}
            batch-models:
              alone: {credential: own, model: claude-haiku-4-5}
              hold: {credential: careful, model: claude-haiku-4-5}
              among-others: {credential: shared, model: claude-haiku-4-5}
            """;

    private ProviderRig rig;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new ProviderRig(folder, "{}", MODELS, "", List.of("alone", "hold", "among-others"));
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

    private static List<Note> notes(int count) {
        List<Note> notes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            notes.add(new Note("of-" + count + "-" + i, "It is day " + i));
        }
        return notes;
    }

    private Batches.Batch ofSize(int size) {
        for (long id = 1; ; id++) {
            Optional<Batches.Batch> batch = rig.ledger().batches().find(id);
            if (batch.isEmpty() || batch.get().members().size() == size) {
                return batch.orElseThrow();
            }
        }
    }

    @Test
    void adoptsTheOnlyUnknownBatchOfItsSizeInAWorkspaceOfItsOwn() throws Exception {
        rig.faults("[{\"on\":\"batches.create\",\"do\":\"lose-reply\"},"
                + "{\"on\":\"batch\",\"do\":\"stay\",\"polls\":1000000}]");
        long drop = rig.drop("alone", notes(7));
        rig.until(drop, RecordState.SUBMITTED, 7);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        ofSize(7).state() == BatchState.SUBMITTED && ofSize(7).providerId() != null);

        rig.ledger().batches().requestCancel(ofSize(7).id());
        DropCounts counts = rig.settled(drop);
        assertThat(counts.in(RecordState.PUBLISHED) + counts.in(RecordState.HELD))
                .isEqualTo(7);
        assertThat(counts.in(RecordState.HELD)).isPositive();
    }

    @Test
    void holdsRecordsOfACreateThatTheProviderDoesNotShow() throws Exception {
        int before = rig.bill().path("records").asInt();
        rig.faults("[{\"on\":\"batches.create\",\"do\":\"lose-request\"}]");
        long drop = rig.drop("hold", notes(9));
        rig.settled(drop);
        assertThat(rig.rows(drop).values()).hasSize(9).containsOnly("HELD create_in_doubt 1");
        assertThat(ofSize(9).state()).isEqualTo(BatchState.LOST);
        assertThat(rig.bill().path("records").asInt()).isEqualTo(before);
    }

    @Test
    void leavesABatchOfTheSameSizeToWhomItBelongs() throws Exception {
        String stranger = create(5);
        rig.faults("[{\"on\":\"batches.create\",\"do\":\"lose-request\"}]");
        long drop = rig.drop("among-others", notes(5));
        rig.settled(drop);

        assertThat(rig.rows(drop).values()).hasSize(5).containsOnly("PUBLISHED ok 1");
        for (JsonNode line : rig.published("among-others", drop).values()) {
            assertThat(line.at("/batch/provider_id").asText())
                    .startsWith("msgbatch_")
                    .isNotEqualTo(stranger);
        }
    }

    /** A batch of somebody else in the same workspace. */
    private String create(int requests) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            lines.add("{\"custom_id\":\"stranger-" + i + "\",\"params\":{\"model\":\"claude-haiku-4-5\","
                    + "\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}}");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(rig.url("/simulator/anthropic/v1/messages/batches")))
                .headers("x-api-key", "stranger", "anthropic-version", "2023-06-01")
                .POST(BodyPublishers.ofString("{\"requests\":[" + String.join(",", lines) + "]}"))
                .build();
        String reply = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(reply)
                .path("id")
                .asText();
    }
}
