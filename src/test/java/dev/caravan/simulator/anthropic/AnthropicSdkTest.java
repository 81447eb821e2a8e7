package dev.caravan.simulator.anthropic;

import static dev.caravan.simulator.anthropic.AnthropicSimulator.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.batches.BatchListParams;
import com.anthropic.models.messages.batches.MessageBatch;
import com.anthropic.models.messages.batches.MessageBatch.ProcessingStatus;
import com.anthropic.models.messages.batches.MessageBatchResult;
import com.anthropic.models.models.ModelInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's own Java client against the simulated API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnthropicSdkTest {
    private AnthropicSimulator simulator;

    @BeforeAll
    void start(@TempDir Path data) {
        simulator = new AnthropicSimulator(data);
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    @AfterEach
    void clear() throws Exception {
        simulator.call("DELETE", "/simulator/faults", "");
    }

    @Test
    void bringsABatchFromItsCreateToItsDeletion() {
        MessageBatch batch = simulator.create(
                request("good", "claude-haiku-4-5", 200, "Say hello"),
                request("short", "claude-haiku-4-5", 2, "Tell a long story about a dog"),
                request("bad", "claude-haiku-4-5", 64_001, "Say hello"),
                request("unknown", "claude-nobody", 100, "Say hello"));
        assertThat(batch.processingStatus()).isEqualTo(ProcessingStatus.IN_PROGRESS);
        assertThat(batch.requestCounts().processing()).isEqualTo(4);
        assertThat(batch.resultsUrl()).isEmpty();
        assertThat(Duration.between(batch.createdAt(), batch.expiresAt())).isEqualTo(Duration.ofHours(24));
        assertThat(simulator.get(batch).processingStatus()).isEqualTo(ProcessingStatus.IN_PROGRESS);
        assertThat(simulator.get(batch).requestCounts().processing()).isEqualTo(4);

        MessageBatch ended = simulator.get(batch).validate();
        assertThat(ended.processingStatus()).isEqualTo(ProcessingStatus.ENDED);
        assertThat(ended.requestCounts().processing()).isZero();
        assertThat(ended.requestCounts().succeeded()).isEqualTo(2);
        assertThat(ended.requestCounts().errored()).isEqualTo(2);
        assertThat(ended.endedAt()).isPresent();
        assertThat(ended.resultsUrl())
                .contains(simulator.url(AnthropicSimulator.BATCHES + "/" + batch.id() + "/results"));

        Map<String, MessageBatchResult> results = simulator.results(ended);
        assertThat(results).containsOnlyKeys("good", "short", "bad", "unknown");
        Message good = results.get("good").asSucceeded().message();
        assertThat(good.validate().content().get(0).asText().text()).isEqualTo("[simulated] Say hello");
        assertThat(good.stopReason()).contains(StopReason.END_TURN);
        assertThat(good.model().asString()).isEqualTo("claude-haiku-4-5-20251001");
        assertThat(good.usage().inputTokens()).isEqualTo(3);
        assertThat(good.usage().outputTokens()).isPositive();
        assertThat(results.get("short").asSucceeded().message().stopReason()).contains(StopReason.MAX_TOKENS);
        assertThat(error(results.get("bad")))
                .isEqualTo("max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for"
                        + " claude-haiku-4-5");
        assertThat(error(results.get("unknown"))).isEqualTo("model: claude-nobody");

        assertThat(simulator.client().messages().batches().delete(batch.id()).id())
                .isEqualTo(batch.id());
        assertThatThrownBy(() -> simulator.get(batch)).isInstanceOf(NotFoundException.class);
    }

    private static String error(MessageBatchResult result) {
        var error = result.asErrored().error().error();
        return error.isInvalidRequestError()
                ? error.asInvalidRequestError().message()
                : error.asNotFoundError().message();
    }

    @Test
    void keepsWhatRanBeforeACancel() {
        MessageBatch batch = simulator.create(10);
        simulator.get(batch);
        MessageBatch canceling = simulator.client().messages().batches().cancel(batch.id());
        assertThat(canceling.processingStatus()).isEqualTo(ProcessingStatus.CANCELING);
        assertThat(canceling.cancelInitiatedAt()).isPresent();

        MessageBatch ended = simulator.get(batch);
        assertThat(ended.processingStatus()).isEqualTo(ProcessingStatus.ENDED);
        assertThat(ended.requestCounts().succeeded()).isEqualTo(5);
        assertThat(ended.requestCounts().canceled()).isEqualTo(5);
        assertThat(simulator.results(batch).values())
                .hasSize(10)
                .filteredOn(MessageBatchResult::isCanceled)
                .hasSize(5);
        assertThatThrownBy(() -> simulator.client().messages().batches().cancel(batch.id()))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void namesWhatExpired() throws Exception {
        simulator.faults("[{\"on\":\"batch\",\"do\":\"expire\",\"fraction\":0.25}]");
        MessageBatch ended = simulator.ended(simulator.create(8));
        assertThat(ended.processingStatus()).isEqualTo(ProcessingStatus.ENDED);
        assertThat(ended.requestCounts().succeeded()).isEqualTo(2);
        assertThat(ended.requestCounts().expired()).isEqualTo(6);
        assertThat(simulator.results(ended).values())
                .filteredOn(MessageBatchResult::isExpired)
                .hasSize(6);
    }

    @Test
    void hasNoResultsOfABatchWhoseResultsAreGone() throws Exception {
        simulator.faults("[{\"on\":\"batch\",\"do\":\"fail\"}]");
        MessageBatch ended = simulator.ended(simulator.create(3));
        assertThat(ended.archivedAt()).isPresent();
        assertThat(ended.resultsUrl()).isEmpty();
        assertThat(ended.requestCounts().errored()).isEqualTo(3);
        assertThatThrownBy(() -> simulator.results(ended)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void refusesWithTheErrorsOfTheVendor() throws Exception {
        AnthropicClient bad = simulator.clientFor("bad");
        assertThatThrownBy(() -> bad.models().list()).isInstanceOfSatisfying(UnauthorizedException.class, e -> {
            assertThat(e.apiMessage()).contains("invalid bearer token");
            assertThat(e.type().map(Object::toString)).contains("authentication_error");
            assertThat(e.requestId()).isPresent();
        });
        bad.close();
        refused(
                BadRequestException.class,
                "requests.1.custom_id: String should match pattern",
                () -> simulator.create(
                        request("fine", "claude-haiku-4-5", 10, "hi"),
                        request("not:fine", "claude-haiku-4-5", 10, "hi")));
        refused(
                BadRequestException.class,
                "requests.1.custom_id: The custom_id \"twice\"",
                () -> simulator.create(
                        request("twice", "claude-haiku-4-5", 10, "hi"),
                        request("twice", "claude-haiku-4-5", 10, "hi")));
        MessageBatch running = simulator.create(1);
        refused(NotFoundException.class, "has no available results", () -> simulator.results(running));
        refused(
                BadRequestException.class,
                "Cancel it first",
                () -> simulator.client().messages().batches().delete(running.id()));
        refused(
                NotFoundException.class,
                "model: gpt-5",
                () -> simulator.client().models().retrieve("gpt-5"));
        simulator.faults("[{\"on\":\"batches.get\",\"do\":\"status\",\"status\":429}]");
        refused(RateLimitException.class, "A simulated answer with status 429", () -> simulator.get(running));
    }

    private static void refused(Class<? extends AnthropicServiceException> type, String message, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(type)
                .satisfies(e -> assertThat(
                                ((AnthropicServiceException) e).apiMessage().orElseThrow())
                        .contains(message));
    }

    @Test
    void acceptsABatchWhoseReplyIsLost() throws Exception {
        int before = simulator.client().messages().batches().list().autoPager().stream()
                .toList()
                .size();
        simulator.faults("[{\"on\":\"batches.create\",\"do\":\"lose-reply\"}]");
        assertThatThrownBy(() -> simulator.create(1)).isInstanceOf(AnthropicIoException.class);
        assertThat(simulator.client().messages().batches().list().autoPager().stream())
                .hasSize(before + 1);
    }

    @Test
    void listsBatchesNewestFirstPageByPage() {
        List<String> made = java.util.stream.Stream.generate(
                        () -> simulator.create(1).id())
                .limit(5)
                .toList();
        var batches = simulator.client().messages().batches();
        var page = batches.list(BatchListParams.builder().limit(2).build());
        assertThat(page.items()).extracting(MessageBatch::id).containsExactly(made.get(4), made.get(3));
        assertThat(page.response().hasMore()).isTrue();
        assertThat(page.response().firstId()).contains(made.get(4));
        assertThat(page.response().lastId()).contains(made.get(3));
        var older = page.nextPage();
        assertThat(older.items()).extracting(MessageBatch::id).containsExactly(made.get(2), made.get(1));
        assertThat(batches.list(BatchListParams.builder()
                                .limit(2)
                                .beforeId(made.get(1))
                                .build())
                        .items())
                .extracting(MessageBatch::id)
                .containsExactly(made.get(3), made.get(2));
        refused(
                BadRequestException.class,
                "Only one of",
                () -> batches.list(BatchListParams.builder()
                        .beforeId(made.get(1))
                        .afterId(made.get(1))
                        .build()));
        refused(
                BadRequestException.class,
                "limit",
                () -> batches.list(BatchListParams.builder().limit(1001).build()));
    }

    @Test
    void listsModels() {
        assertThat(simulator.client().models().list().autoPager().stream().map(ModelInfo::id))
                .contains("claude-haiku-4-5-20251001", "claude-opus-5-5");
        ModelInfo haiku = simulator.client().models().retrieve("claude-haiku-4-5");
        assertThat(haiku.id()).isEqualTo("claude-haiku-4-5-20251001");
        assertThat(haiku.maxTokens()).contains(64_000L);
    }
}
