package dev.caravan.simulator.openai;

import static dev.caravan.simulator.openai.OpenAiSimulator.chatLine;
import static dev.caravan.simulator.openai.OpenAiSimulator.chatLines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.batches.BatchError;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Settings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the provider refuses, and where it says so: at the call, while validating, or in the error file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {
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
    void reset() throws Exception {
        simulator.settings(Json.write(Json.MAPPER.valueToTree(Settings.DEFAULT)));
    }

    @ParameterizedTest
    @CsvSource({"bad", "invalid-key"})
    void refusesABadKey(String key) {
        assertThatThrownBy(() -> simulator.clientFor(key).models().list())
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("Incorrect API key provided.")
                .hasMessageNotContaining(key + " ");
    }

    @Test
    void refusesAFileForAnotherPurpose() {
        assertThatThrownBy(() -> simulator
                        .client()
                        .files()
                        .create(FileCreateParams.builder()
                                .purpose(FilePurpose.ASSISTANTS)
                                .file(new byte[] {'{', '}'})
                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("'batch' alone, not 'assistants'");
    }

    @Test
    void refusesAFileThatIsNotJsonl() {
        assertThatThrownBy(() -> simulator.upload("in.txt", "{}"))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Must be .jsonl, but the file is named 'in.txt'");
    }

    @Test
    void refusesAFileThatIsTooBig() throws Exception {
        simulator.settings("{\"maxFileBytes\":10}");

        assertThatThrownBy(() -> simulator.upload("in.jsonl", "0123456789+"))
                .isInstanceOfSatisfying(
                        OpenAIServiceException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(413));
        assertThat(simulator.upload("in.jsonl", "0123456789").bytes()).isEqualTo(10);
    }

    @Test
    void refusesABatchOfAnUnknownFile() {
        assertThatThrownBy(() -> simulator.create("file-nowhere", "/v1/chat/completions"))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("No such File object: file-nowhere");
    }

    @Test
    void refusesABatchOfADeletedFileUnlessXHasNotPassed() throws Exception {
        String deletedBefore = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        simulator.client().files().delete(deletedBefore);
        assertThatThrownBy(() -> simulator.create(deletedBefore, "/v1/chat/completions"))
                .isInstanceOf(BadRequestException.class);

        simulator.settings("{\"X\":60000}");
        String deletedNow = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        simulator.client().files().delete(deletedNow);
        assertThatThrownBy(() -> simulator.client().files().retrieve(deletedNow))
                .isInstanceOf(NotFoundException.class);
        Batch batch = simulator.create(deletedNow, "/v1/chat/completions");
        assertThat(simulator.poll(batch, 3).status()).isEqualTo(Batch.Status.COMPLETED);
    }

    @Test
    void honoursADeletedFileForSoManyCalls() throws Exception {
        simulator.settings("{\"X\":0,\"openai\":{\"XCalls\":1}}");
        String file = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        simulator.client().files().delete(file);
        assertThat(simulator.create(file, "/v1/chat/completions").id()).startsWith("batch_");
        assertThatThrownBy(() -> simulator.create(file, "/v1/chat/completions"))
                .isInstanceOf(BadRequestException.class);
        simulator.settings("{\"openai\":{\"XCalls\":0}}");
    }

    @Test
    void hidesANewBatchUntilVHasPassed() throws Exception {
        simulator.settings("{\"V\":60000}");
        Batch batch = simulator.chat(chatLines(1));

        assertThatThrownBy(() -> simulator.poll(batch, 1)).isInstanceOf(NotFoundException.class);
        assertThat(simulator.client().batches().list().items())
                .extracting(Batch::id)
                .doesNotContain(batch.id());
        simulator.settings("{\"V\":0}");
        assertThat(simulator.poll(batch, 1).status()).isEqualTo(Batch.Status.IN_PROGRESS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}| missing_required_parameter| input_file_id",
                "{'input_file_id':'f','endpoint':'/v1/chat/completions'}| missing_required_parameter| completion_window",
                "{'input_file_id':'f','endpoint':'/v1/chat/completions','completion_window':'48h'}| invalid_value| completion_window",
                "{'input_file_id':'f','endpoint':'/v1/chat','completion_window':'24h'}| invalid_value| endpoint",
                "{'input_file_id':'f','endpoint':'/v1/embeddings','completion_window':'24h','priority':1}| unknown_parameter| priority",
                "{'input_file_id':'f','endpoint':'/v1/embeddings','completion_window':'24h','metadata':{'a':1}}| invalid_type| metadata.a",
            })
    void refusesAWrongCreate(String body, String code, String param) throws Exception {
        var answer = simulator.call("POST", "/simulator/openai/v1/batches", body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        var error = OpenAiSimulator.json(answer.body()).path("error");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").asText()).isEqualTo(param);
    }

    @Test
    void refusesMetadataBeyondItsCaps() {
        String file = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        BatchCreateParams.Metadata.Builder many = BatchCreateParams.Metadata.builder();
        for (int i = 0; i < 17; i++) {
            many.putAdditionalProperty("k" + i, JsonValue.from("v"));
        }
        BatchCreateParams.Metadata longValue = BatchCreateParams.Metadata.builder()
                .putAdditionalProperty("k", JsonValue.from("v".repeat(513)))
                .build();

        for (BatchCreateParams.Metadata metadata : List.of(many.build(), longValue)) {
            assertThatThrownBy(() -> simulator
                            .client()
                            .batches()
                            .create(OpenAiSimulator.params(file, "/v1/chat/completions")
                                    .metadata(metadata)
                                    .build()))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("too ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{broken| invalid_json_line",
                "[]| invalid_json_line",
                "{'method':'POST','url':'/v1/chat/completions','body':{'model':'gpt-5-mini'}}| missing_required_parameter",
                "{'custom_id':'b','method':'POST','url':'/v1/chat/completions'}| missing_required_parameter",
                "{'custom_id':'b','method':'GET','url':'/v1/chat/completions','body':{'model':'gpt-5-mini'}}| invalid_method",
                "{'custom_id':'b','method':'POST','url':'/v1/responses','body':{'model':'gpt-5-mini'}}| url_mismatch",
                "{'custom_id':'b','method':'POST','url':'/v1/chat/completions','body':{'model':'gpt-5'}}| model_mismatch",
                "{'custom_id':'a','method':'POST','url':'/v1/chat/completions','body':{'model':'gpt-5-mini'}}| duplicate_custom_id",
            })
    void failsAWholeBatchForOneBadLine(String line, String code) throws Exception {
        int charged = simulator.bill().path("records").asInt();
        Batch failed = simulator.poll(simulator.chat(chatLine("a", "hi"), line.replace('\'', '"')), 1);

        assertThat(failed.status()).isEqualTo(Batch.Status.FAILED);
        BatchError error = failed.errors().orElseThrow().data().orElseThrow().get(0);
        assertThat(error.code()).contains(code);
        assertThat(error.line()).contains(2L);
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(charged);
    }

    @Test
    void failsABatchOfAnUnknownModel() {
        Batch failed = simulator.poll(simulator.chat(chatLine("a", "hi").replace("gpt-5-mini", "fsat")), 1);

        assertThat(firstCode(failed)).isEqualTo("model_not_found");
    }

    @Test
    void failsAnEmptyFileAndOneWithTooManyLines() throws Exception {
        assertThat(firstCode(simulator.poll(simulator.chat(""), 1))).isEqualTo("empty_file");
        simulator.settings("{\"maxRequests\":2}");
        assertThat(firstCode(simulator.poll(simulator.chat(chatLines(3)), 1))).isEqualTo("too_many_tasks");
        assertThat(simulator.poll(simulator.chat(chatLines(2)), 1).status()).isEqualTo(Batch.Status.IN_PROGRESS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'temperature':0| unsupported_parameter| temperature",
                "'reasoning_effort':'xhigh'| unsupported_value| reasoning_effort",
                "'stream':true| unsupported_value| stream",
                "'colour':1| unknown_parameter| colour",
                "'max_completion_tokens':0| integer_below_min_value| max_completion_tokens",
                "'response_format':{'type':'json_schema','json_schema':{'name':'x','strict':true,'schema':{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}}}| invalid_json_schema| response_format",
                "'response_format':{'type':'json_schema','json_schema':{'name':'x','strict':true,'schema':{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false}}}| invalid_json_schema| response_format",
                "'response_format':{'type':'json_schema','json_schema':{'name':'a b','schema':{'type':'object'}}}| invalid_value| response_format.json_schema.name",
            })
    void refusesALineForWhatItAsks(String more, String code, String param) throws Exception {
        Batch batch = simulator.poll(simulator.chat(chatLine("a", "hi", more.replace('\'', '"'))), 3);

        var line = simulator.errors(batch).get(0);
        assertThat(line.at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(line.at("/response/body/error/code").asText()).isEqualTo(code);
        assertThat(line.at("/response/body/error/param").asText()).isEqualTo(param);
    }

    @Test
    void refusesALineThatIsLongerThanTheContext() throws Exception {
        simulator.settings("{\"contextTokens\":100}");
        Batch batch = simulator.poll(simulator.chat(chatLine("a", "word ".repeat(200))), 3);

        assertThat(simulator
                        .errors(batch)
                        .get(0)
                        .at("/response/body/error/code")
                        .asText())
                .isEqualTo("context_length_exceeded");
    }

    @Test
    void knowsNoOtherUrl() throws Exception {
        var answer = simulator.call("POST", "/simulator/openai/v1/assistants", "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(OpenAiSimulator.json(answer.body()).at("/error/message").asText())
                .isEqualTo("Invalid URL (POST /v1/assistants)");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        assertThat(answer.headers().firstValue("Date")).isPresent();
    }

    private static String firstCode(Batch failed) {
        return failed.errors().orElseThrow().data().orElseThrow().get(0).code().orElseThrow();
    }
}
