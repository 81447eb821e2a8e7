package dev.caravan.simulator.openai;

import static dev.caravan.simulator.openai.OpenAiSimulator.chatLine;
import static dev.caravan.simulator.openai.OpenAiSimulator.chatLines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.JsonValue;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.batches.BatchListParams;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a batch, lived with the vendor's own client. */
class LifeCycleTest {
    @TempDir
    Path data;

    private OpenAiSimulator simulator;

    @BeforeEach
    void start() {
        simulator = new OpenAiSimulator(data);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void keepsWhatWasUploaded() throws Exception {
        FileObject file = simulator.upload("in.jsonl", "{\"a\":1}\n");

        assertThat(file.filename()).isEqualTo("in.jsonl");
        assertThat(file.bytes()).isEqualTo(8);
        assertThat(file.expiresAt()).contains(file.createdAt() + 30 * 24 * 3600);
        assertThat(simulator.client().files().retrieve(file.id())).isEqualTo(file);
        assertThat(simulator.lines(file.id())).containsExactly(OpenAiSimulator.json("{\"a\":1}"));
    }

    @Test
    void movesOneStatePerPoll() {
        Batch created = simulator.chat(chatLines(3));
        List<String> statuses = new ArrayList<>();
        statuses.add(created.status().asString());
        for (int i = 0; i < 4; i++) {
            statuses.add(simulator.poll(created, 1).status().asString());
        }

        assertThat(statuses).containsExactly("validating", "in_progress", "finalizing", "completed", "completed");
        assertThat(created.requestCounts().orElseThrow().total()).isZero();
    }

    @Test
    void movesByTimeWhenToldTo() throws Exception {
        simulator.settings("{\"statesPerPoll\":0}");
        Batch created = simulator.chat(chatLines(1));
        assertThat(simulator.poll(created, 3).status()).isEqualTo(Batch.Status.VALIDATING);

        simulator.settings("{\"millisPerState\":1}");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(simulator.poll(created, 1).status()).isEqualTo(Batch.Status.COMPLETED));
    }

    @Test
    void answersEveryLineInAnotherOrder() throws Exception {
        simulator.settings("{\"noErrorFile\":\"null\"}");
        Batch batch = simulator.poll(simulator.chat(chatLines(40)), 3);

        List<String> ids = simulator.output(batch).stream()
                .map(line -> line.path("custom_id").asText())
                .toList();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sent.add("r-" + i);
        }
        assertThat(ids).containsExactlyInAnyOrderElementsOf(sent).isNotEqualTo(sent);
        assertThat(batch.errorFileId()).isEmpty();
        assertThat(batch.model()).contains("gpt-5-mini");
        assertThat(batch.requestCounts().orElseThrow().completed()).isEqualTo(40);
        assertThat(batch.usage().orElseThrow().totalTokens())
                .isEqualTo(simulator.output(batch).stream()
                        .mapToLong(line ->
                                line.at("/response/body/usage/total_tokens").asLong())
                        .sum());
    }

    @Test
    void separatesErrorsFromAnswers() throws Exception {
        Batch batch = simulator.poll(
                simulator.chat(chatLine("good", "hello"), chatLine("bad", "hello", "\"max_tokens\":5")), 3);

        assertThat(batch.requestCounts().orElseThrow().failed()).isEqualTo(1);
        assertThat(simulator.output(batch)).hasSize(1);
        JsonNode bad = simulator.errors(batch).get(0);
        assertThat(bad.path("custom_id").asText()).isEqualTo("bad");
        assertThat(bad.path("error").isNull()).isTrue();
        assertThat(bad.at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(bad.at("/response/body/error/code").asText()).isEqualTo("unsupported_parameter");
        assertThat(bad.at("/response/body/error/param").asText()).isEqualTo("max_tokens");
    }

    @Test
    void leavesOutTheOutputFileWhenEveryLineFailed() {
        Batch batch = simulator.poll(simulator.chat(chatLine("bad", "hello", "\"stream\":true")), 3);

        assertThat(batch.status()).isEqualTo(Batch.Status.COMPLETED);
        assertThat(batch.outputFileId()).isEmpty();
        assertThat(batch.errorFileId()).isPresent();
    }

    @Test
    void showsABlankErrorFileWhenToldTo() throws Exception {
        simulator.settings("{\"noErrorFile\":\"blank\"}");

        assertThat(simulator.poll(simulator.chat(chatLines(1)), 3).errorFileId())
                .contains("");
    }

    @Test
    void cancelsKeepingTheHalfThatRan() throws Exception {
        Batch running = simulator.poll(simulator.chat(chatLines(10)), 1);

        assertThat(simulator.client().batches().cancel(running.id()).status()).isEqualTo(Batch.Status.CANCELLING);
        Batch cancelled = simulator.poll(running, 1);
        assertThat(cancelled.status()).isEqualTo(Batch.Status.CANCELLED);
        assertThat(cancelled.requestCounts().orElseThrow().total()).isEqualTo(10);
        assertThat(simulator.output(cancelled)).hasSize(5);
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(5);
        assertThatThrownBy(() -> simulator.client().batches().cancel(running.id()))
                .isInstanceOf(OpenAIServiceException.class)
                .hasMessageContaining("Cannot cancel a batch with status 'cancelled'.");
    }

    @Test
    void cancelsBeforeAnythingRan() throws Exception {
        Batch created = simulator.chat(chatLines(10));
        simulator.client().batches().cancel(created.id());

        Batch cancelled = simulator.poll(created, 1);
        assertThat(cancelled.status()).isEqualTo(Batch.Status.CANCELLED);
        assertThat(cancelled.outputFileId()).isEmpty();
        assertThat(simulator.bill().path("records").asInt()).isZero();
    }

    @Test
    void keepsEverythingOfABatchCancelledWhileItFinished() throws Exception {
        Batch finalizing = simulator.poll(simulator.chat(chatLines(6)), 2);
        simulator.client().batches().cancel(finalizing.id());

        assertThat(simulator.output(simulator.poll(finalizing, 1))).hasSize(6);
    }

    @Test
    void listsBatchesNewestFirstInPages() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            created.add(0, simulator.chat(chatLines(1)).id());
        }

        List<String> listed =
                simulator
                        .client()
                        .batches()
                        .list(BatchListParams.builder().limit(2).build())
                        .autoPager()
                        .stream()
                        .map(Batch::id)
                        .toList();
        assertThat(listed).isEqualTo(created);
    }

    @Test
    void showsMetadataInLists() {
        String file = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        simulator
                .client()
                .batches()
                .create(OpenAiSimulator.params(file, "/v1/chat/completions")
                        .metadata(BatchCreateParams.Metadata.builder()
                                .putAdditionalProperty("job", JsonValue.from("7"))
                                .build())
                        .build());

        Batch listed = simulator.client().batches().list().items().get(0);
        assertThat(listed.metadata().orElseThrow()._additionalProperties()).containsEntry("job", JsonValue.from("7"));
    }

    @Test
    void listsFilesByPurposeAndOrder() {
        String first = simulator.upload("1.jsonl", "{}").id();
        String second = simulator.upload("2.jsonl", "{}").id();
        FileListParams.Builder batch = FileListParams.builder().purpose("batch");

        assertThat(simulator.client().files().list(batch.build()).items())
                .extracting(FileObject::id)
                .containsExactly(second, first);
        assertThat(simulator
                        .client()
                        .files()
                        .list(batch.order(FileListParams.Order.ASC).limit(1).build())
                        .autoPager())
                .extracting(FileObject::id)
                .containsExactly(first, second);
        assertThat(simulator
                        .client()
                        .files()
                        .list(FileListParams.builder().purpose("batch_output").build())
                        .items())
                .isEmpty();
    }

    @Test
    void forgetsADeletedFile() {
        String file = simulator.upload("in.jsonl", "{}").id();

        assertThat(simulator.client().files().delete(file).deleted()).isTrue();
        assertThatThrownBy(() -> simulator.client().files().retrieve(file)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> simulator.client().files().content(file)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> simulator.client().files().delete(file))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("No such File object: " + file);
        assertThat(simulator.client().files().list().items()).isEmpty();
    }

    @Test
    void runsABatchWhoseInputWasDeletedAfterwards() throws Exception {
        String file = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        Batch batch = simulator.create(file, "/v1/chat/completions");
        simulator.client().files().delete(file);

        assertThat(simulator.output(simulator.poll(batch, 3))).hasSize(1);
    }

    @Test
    void listsModels() {
        assertThat(simulator.client().models().list().items())
                .extracting(model -> model.id())
                .contains("gpt-5-mini");
        assertThat(simulator.client().models().retrieve("gpt-5-mini").ownedBy()).isEqualTo("simulated");
        assertThatThrownBy(() -> simulator.client().models().retrieve("fsat")).isInstanceOf(NotFoundException.class);
    }
}
