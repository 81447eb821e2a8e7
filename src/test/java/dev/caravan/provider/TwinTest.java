package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.TwinState;
import dev.caravan.ledger.Twins;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rules 11 and 12 with all of Caravan: a create that somehow arrived twice, and inputs that nobody needs any more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwinTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODELS = """
            credentials:
              main: {provider: simulator-keeping, secret: "${TRIAL_KEY:simulated}"}
              tidy: {provider: simulator, secret: "${TRIAL_KEY:simulated}"}
            batch-models:
              chat: {credential: main, model: gpt-5-mini}
              clean: {credential: tidy, model: gpt-5-mini}
            """;
    /** A second create needs its input still to be there. */
    private static final String PROVIDERS = """
            simulator-keeping:
              protocol: openai
              base-url: ${caravan.simulator.url}/openai/v1
              read: 2026-11-20
              limits: {requests: 50000, size: 190MB}
              poll: {first: 50ms, longest: 400ms}
              grace: 1s
              kept: {inputs: true}
            """;

    private ProviderRig rig;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new ProviderRig(folder, "{}", MODELS, PROVIDERS, List.of("chat", "clean"));
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @AfterEach
    void clear() throws Exception {
        rig.noFaults();
        rig.audit();
    }

    private static List<Note> notes(String name, int count) {
        List<Note> notes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            notes.add(new Note(name + i, "It is day " + i));
        }
        return notes;
    }

    private Batches.Batch newest() {
        long id = 1;
        while (rig.ledger().batches().find(id + 1).isPresent()) {
            id++;
        }
        return rig.ledger().batches().find(id).orElseThrow();
    }

    private JsonNode call(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(rig.url("/simulator/openai/v1" + path)))
                .headers("Authorization", "Bearer simulated", "Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body());
    }

    /** The create of the batch's only try arrives once more. */
    private String again(Batches.Batch batch) throws Exception {
        Batches.Try sent = rig.ledger().batches().tries(batch.id()).get(0);
        String id = call(
                        "POST",
                        "/batches",
                        "{\"input_file_id\":\"" + sent.fileId() + "\",\"endpoint\":\"/v1/chat/completions\","
                                + "\"completion_window\":\"24h\",\"metadata\":{\"caravan\":\"" + sent.token() + "\"}}")
                .path("id")
                .asText();
        assertThat(id).startsWith("batch_");
        return id;
    }

    private List<TwinState> twins(long batch) {
        return rig.ledger().twins().of(batch).stream().map(Twins.Twin::state).toList();
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    @Test
    void stopsATwinThatTheSweepFindsWhileTheBatchRuns() throws Exception {
        rig.faults("[{\"on\":\"batch\",\"do\":\"stay\",\"polls\":1000000}]");
        long drop = rig.drop("chat", notes("running-", 6));
        rig.until(drop, RecordState.SUBMITTED, 6);
        eventually(() -> assertThat(newest().state()).isEqualTo(BatchState.SUBMITTED));
        Batches.Batch batch = newest();
        String twin = again(batch);
        eventually(() -> assertThat(twins(batch.id())).containsExactly(TwinState.HOME));
        assertThat(call("GET", "/batches/" + twin, "").path("status").asText()).isEqualTo("cancelled");
        assertThat(call("GET", "/batches/" + batch.providerId(), "")
                        .path("status")
                        .asText())
                .isEqualTo("in_progress");
        rig.ledger().batches().requestCancel(batch.id());
        rig.settled(drop);
        eventually(() -> assertThat(twins(batch.id())).containsExactly(TwinState.COLLECTED));
        assertThat(rig.ledger().events().of("batch " + batch.id(), 10))
                .extracting(event -> event.kind())
                .contains(EventKind.TWIN);
    }

    @Test
    void countsATwinOfACollectedBatchAndPublishesNothingTwice() throws Exception {
        long drop = rig.drop("chat", notes("late-", 4));
        rig.settled(drop);
        Batches.Batch batch = newest();
        assertThat(rig.rows(drop).values()).containsOnly("PUBLISHED ok 1");
        String twin = again(batch);
        eventually(() -> assertThat(twins(batch.id())).containsExactly(TwinState.COLLECTED));
        assertThat(rig.rows(drop).values()).containsOnly("PUBLISHED ok 1");
        assertThat(rig.published("chat", drop)).hasSize(4);
        assertThat(rig.ledger().batches().tries(batch.id()))
                .extracting(Batches.Try::providerId)
                .containsExactly(batch.providerId(), twin);
    }

    @Test
    void deletesTheInputOfACollectedBatch() throws Exception {
        long drop = rig.drop("clean", notes("input-", 3));
        rig.settled(drop);
        Batches.Try sent = rig.ledger().batches().tries(newest().id()).get(0);
        eventually(() -> assertThat(
                        rig.ledger().batches().tries(newest().id()).get(0).fileGone())
                .isTrue());
        assertThat(call("GET", "/files/" + sent.fileId(), "")
                        .path("error")
                        .path("message")
                        .asText())
                .isNotBlank();
        assertThat(rig.ledger().events().counts())
                .as("two credentials see the same list; each looks after its own batches")
                .doesNotContainKey(EventKind.UNKNOWN_BATCH);
    }
}
