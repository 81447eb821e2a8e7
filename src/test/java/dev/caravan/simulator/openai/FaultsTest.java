package dev.caravan.simulator.openai;

import static dev.caravan.simulator.openai.OpenAiSimulator.chatLine;
import static dev.caravan.simulator.openai.OpenAiSimulator.chatLines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.RateLimitException;
import com.openai.models.batches.Batch;
import dev.caravan.simulator.core.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private OpenAiSimulator simulator;

    @BeforeAll
    void start(@TempDir Path data) {
        simulator = new OpenAiSimulator(data);
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
    void answersWithAStatusSoManyTimes() throws Exception {
        String file = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        int before = batches();
        simulator.faults("""
                [{"on":"batches.create","times":2,"do":"status","status":429,"headers":{"Retry-After":"3600"}}]""");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> simulator.create(file, "/v1/chat/completions"))
                    .isInstanceOfSatisfying(RateLimitException.class, e -> {
                        assertThat(e.headers().values("Retry-After")).containsExactly("3600");
                        assertThat(e.code()).contains("rate_limit_exceeded");
                    });
        }
        assertThat(batches()).isEqualTo(before);
        assertThat(simulator.create(file, "/v1/chat/completions").id()).startsWith("batch_");
    }

    @Test
    void failsWithAForeignBodyAfterAccepting() throws Exception {
        String file = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        int before = batches();
        simulator.faults("""
                [{"on":"batches.create","do":"status","status":502,"when":"after","body":"<h1>Bad gateway</h1>"}]""");

        var answer = simulator.call(
                "POST",
                "/simulator/openai/v1/batches",
                "{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}"
                        .formatted(file));
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).isEqualTo("<h1>Bad gateway</h1>");
        assertThat(batches()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({"lose-reply,1", "lose-request,0"})
    void losesAReplyOrARequest(String fault, int accepted) throws Exception {
        String file = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        int before = batches();
        simulator.faults("[{\"on\":\"batches.create\",\"do\":\"%s\"}]".formatted(fault));

        assertThatThrownBy(() -> simulator.create(file, "/v1/chat/completions")).isInstanceOf(OpenAIIoException.class);
        assertThat(batches()).isEqualTo(before + accepted);
    }

    @ParameterizedTest
    @CsvSource({"before,0", "after,1"})
    void hangsThenClosesTheConnection(String when, int accepted) throws Exception {
        String file = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        int before = batches();
        simulator.faults("[{\"on\":\"batches.create\",\"do\":\"hang\",\"ms\":50,\"when\":\"%s\"}]".formatted(when));

        assertThatThrownBy(() -> simulator.create(file, "/v1/chat/completions")).isInstanceOf(OpenAIIoException.class);
        assertThat(batches()).isEqualTo(before + accepted);
    }

    @Test
    void delaysACall() throws Exception {
        simulator.faults("[{\"on\":\"models.list\",\"do\":\"delay\",\"ms\":200}]");

        long start = System.nanoTime();
        simulator.client().models().list();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void cutsADownloadShortOfItsLength() throws Exception {
        String file = simulator.upload("in.jsonl", "{\"a\":1}".repeat(10_000)).id();
        simulator.faults("[{\"on\":\"files.content\",\"do\":\"truncate\",\"bytes\":1000}]");

        assertThatThrownBy(() -> simulator.call("GET", "/simulator/openai/v1/files/" + file + "/content", ""))
                .isInstanceOf(IOException.class);
    }

    @Test
    void cutsADownloadThatEndsWithTheConnection() throws Exception {
        String file = simulator.upload("in.jsonl", "{\"a\":1}".repeat(10_000)).id();
        simulator.faults("[{\"on\":\"files.content\",\"do\":\"truncate\",\"bytes\":1000,\"how\":\"close\"}]");

        var answer = simulator.call("GET", "/simulator/openai/v1/files/" + file + "/content", "");
        assertThat(answer.body()).hasSize(1000);
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        assertThat(answer.headers().firstValue("Transfer-Encoding")).isEmpty();
    }

    @Test
    void failsABatchWithACode() throws Exception {
        simulator.faults("[{\"on\":\"batch\",\"do\":\"fail\",\"code\":\"token_limit_exceeded\"}]");

        Batch failed = simulator.poll(simulator.chat(chatLines(2)), 1);
        assertThat(failed.status()).isEqualTo(Batch.Status.FAILED);
        assertThat(failed.errors().orElseThrow().data().orElseThrow().get(0).code())
                .contains("token_limit_exceeded");
    }

    @Test
    void expiresABatchWithTheFinishedPartKept() throws Exception {
        int charged = simulator.bill().path("records").asInt();
        simulator.faults("[{\"on\":\"batch\",\"do\":\"expire\",\"fraction\":0.3}]");

        String[] lines = new String[10];
        for (int i = 0; i < 10; i++) {
            lines[i] = chatLine("expire-" + i, "hi");
        }
        Batch expired = simulator.poll(simulator.chat(lines), 2);
        assertThat(expired.status()).isEqualTo(Batch.Status.EXPIRED);
        assertThat(simulator.output(expired)).hasSize(3);
        List<JsonNode> errors = simulator.errors(expired);
        assertThat(errors).hasSize(7).allMatch(line -> line.path("response").isNull());
        assertThat(errors.get(0).at("/error/code").asText()).isEqualTo("batch_expired");
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(charged + 3);
    }

    @Test
    void cancelsABatchByItself() throws Exception {
        simulator.faults("[{\"on\":\"batch\",\"do\":\"cancel\",\"fraction\":0.5}]");

        Batch cancelled = simulator.poll(simulator.chat(chatLines(4)), 2);
        assertThat(cancelled.status()).isEqualTo(Batch.Status.CANCELLED);
        assertThat(simulator.output(cancelled)).hasSize(2);
    }

    @Test
    void keepsABatchInItsStateForSomePolls() throws Exception {
        simulator.faults("[{\"on\":\"batch\",\"do\":\"stay\",\"polls\":3,\"status\":\"validating\"}]");

        Batch batch = simulator.chat(chatLines(1));
        assertThat(simulator.poll(batch, 3).status()).isEqualTo(Batch.Status.VALIDATING);
        assertThat(simulator.poll(batch, 1).status()).isEqualTo(Batch.Status.IN_PROGRESS);
    }

    @ParameterizedTest
    @CsvSource({"error,500", "rate-limit,429"})
    void failsALine(String fault, int status) throws Exception {
        simulator.faults("[{\"on\":\"line\",\"match\":{\"customId\":\"r-1\"},\"do\":\"%s\"}]".formatted(fault));

        Batch batch = simulator.poll(simulator.chat(chatLines(3)), 3);
        assertThat(simulator.output(batch)).hasSize(2);
        JsonNode error = simulator.errors(batch).get(0);
        assertThat(error.path("custom_id").asText()).isEqualTo("r-1");
        assertThat(error.at("/response/status_code").asInt()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "refusal, /refusal, I'm sorry",
        "truncate, /../finish_reason, length",
        "content-filter, /../finish_reason, content_filter"
    })
    void spoilsAnAnswer(String fault, String where, String what) throws Exception {
        JsonNode choice = faulty(fault).at("/response/body/choices/0");
        JsonNode found = where.startsWith("/..") ? choice.at(where.substring(3)) : choice.at("/message" + where);

        assertThat(found.asText()).startsWith(what);
    }

    @Test
    void answersWithInvalidJsonAndWithTheWrongShape() throws Exception {
        String invalid = faulty("invalid-json")
                .at("/response/body/choices/0/message/content")
                .asText();
        assertThatThrownBy(() -> Json.MAPPER.readTree(invalid)).isInstanceOf(IOException.class);

        String wrong = faulty("schema-violation")
                .at("/response/body/choices/0/message/content")
                .asText();
        assertThat(OpenAiSimulator.json(wrong).has("ticket_id")).isFalse();
    }

    @Test
    void losesDoublesAndEmptiesLines() throws Exception {
        simulator.faults("""
                [{"on":"line","match":{"customId":"r-0"},"do":"missing"},
                 {"on":"line","match":{"customId":"r-1"},"do":"duplicate"},
                 {"on":"line","match":{"customId":"r-2"},"do":"status-0"}]""");

        List<JsonNode> output = simulator.output(simulator.poll(simulator.chat(chatLines(3)), 3));
        assertThat(output)
                .extracting(line -> line.path("custom_id").asText())
                .containsExactlyInAnyOrder("r-1", "r-1", "r-2");
        assertThat(output.stream()
                        .filter(line -> line.path("custom_id").asText().equals("r-2"))
                        .map(line -> line.at("/response/status_code").asInt()))
                .containsExactly(0);
    }

    @Test
    void swapsTheAnswersOfTwoLines() throws Exception {
        simulator.faults("[{\"on\":\"line\",\"times\":1,\"do\":\"swap\"}]");
        String format = schemaFormat();

        List<JsonNode> output = simulator.output(simulator.poll(
                simulator.chat(chatLine("a", "ticket_id: A", format), chatLine("b", "ticket_id: B", format)), 3));
        Set<String> pairs = output.stream()
                .map(line -> line.path("custom_id").asText()
                        + OpenAiSimulator.json(line.at("/response/body/choices/0/message/content")
                                        .asText())
                                .path("ticket_id")
                                .asText())
                .collect(Collectors.toSet());
        assertThat(pairs).containsExactlyInAnyOrder("aB", "bA");
    }

    @Test
    void hitsAShareOfTheLines() throws Exception {
        simulator.faults("[{\"on\":\"line\",\"match\":{\"percent\":10},\"do\":\"error\"}]");

        Batch batch = simulator.poll(simulator.chat(chatLines(500)), 3);
        assertThat(batch.requestCounts().orElseThrow().failed()).isBetween(25L, 80L);
    }

    @Test
    void countsDownAndClears() throws Exception {
        simulator.faults("[{\"on\":\"models.list\",\"times\":3,\"do\":\"status\",\"status\":500}]");
        assertThat(simulator.call("GET", "/simulator/openai/v1/models", "").statusCode())
                .isEqualTo(500);

        assertThat(OpenAiSimulator.json(
                                simulator.call("GET", "/simulator/faults", "").body())
                        .at("/0/remaining")
                        .asInt())
                .isEqualTo(2);
        assertThat(simulator.call("DELETE", "/simulator/faults", "").body()).isEqualTo("[]");
        assertThat(simulator.client().models().list().items()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}| A fault script is a JSON list of rules.",
                "[{'on':'batches.make','do':'hang'}]| rule 1: unknown on \"batches.make\". Allowed: ask, batch, batches.cancel, batches.create,",
                "[{'on':'batch','do':'hang'}]| rule 1: unknown do \"hang\". Allowed: cancel, expire, fail, stay.",
                "[{'on':'line','do':'error'},{'on':'line','do':'swop'}]| rule 2: unknown do \"swop\". Allowed: content-filter,",
                "[{'on':'batches.get','do':'delay','ms':1,'status':1}]| unknown key \"status\". Allowed: do, match, ms, on, times.",
                "[{'on':'batches.get','do':'delay'}]| \"do\": \"delay\" needs the key \"ms\".",
                "[{'on':'batches.get','do':'late'}]| \"do\": \"late\" needs the key \"ms\" or \"calls\".",
                "[{'on':'line','do':'error','match':{'per_cent':1}}]| rule 1, match: unknown key \"per_cent\". Allowed: contains, customId, percent, surface.",
                "[{'on':'line','do':'error','match':{'percent':101}}]| \"percent\" must be a number from 0 to 100.",
            })
    void refusesAScriptThatWouldDoNothing(String script, String why) throws Exception {
        var answer = simulator.call("POST", "/simulator/faults", script.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(OpenAiSimulator.json(answer.body()).at("/error/message").asText())
                .contains(why);
        assertThat(simulator.call("GET", "/simulator/faults", "").body()).isEqualTo("[]");
    }

    @Test
    void refusesAnUnknownSetting() throws Exception {
        var answer = simulator.call("POST", "/simulator/settings", "{\"statesPerPol\":2}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(OpenAiSimulator.json(answer.body()).at("/error/message").asText())
                .startsWith(
                        "Unknown setting \"statesPerPol\". Allowed: X, V, XCalls, VCalls, statesPerPoll, millisPerState,");
    }

    @Test
    void refusesASettingOutOfRange() throws Exception {
        var answer = simulator.call("POST", "/simulator/settings", "{\"X\":-1}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(OpenAiSimulator.json(answer.body()).at("/error/message").asText())
                .isEqualTo("Settings not changed: X must be 0 or more milliseconds.");
    }

    private JsonNode faulty(String fault) throws Exception {
        simulator.faults("[{\"on\":\"line\",\"do\":\"%s\"}]".formatted(fault));
        Batch batch = simulator.poll(simulator.chat(chatLine("a", "ticket_id: T-1", schemaFormat())), 3);
        simulator.call("DELETE", "/simulator/faults", "");
        return simulator.output(batch).get(0);
    }

    private static String schemaFormat() {
        return "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"strict\":true,\"schema\":{\"type\":\"object\",\"properties\":{\"ticket_id\":{\"type\":\"string\"}},\"required\":[\"ticket_id\"],\"additionalProperties\":false}}}";
    }

    private int batches() {
        return simulator.client().batches().list().items().size();
    }
}
