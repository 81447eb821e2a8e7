package dev.caravan.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RequestShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In what compatible services differ from OpenAI, and that it is understood. */
class DialectsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";
    private static final String SCHEMA = "{\"type\":\"object\"}";

    private final OpenAiProtocol protocol = new OpenAiProtocol();

    private String line(String endpoint, String thinking, String schema, Map<String, String> settings)
            throws IOException {
        var shape = new RequestShape(endpoint, "m", thinking, Map.of(), schema, "s", settings);
        var out = new ByteArrayOutputStream();
        protocol.requests(shape).write("c1", new Prompt("", "Hi"), out);
        return out.toString(UTF_8);
    }

    @Test
    void writesLinesWithoutMethodAndUrl() throws IOException {
        assertThat(line(CHAT, null, null, Map.of("line", "body")))
                .isEqualTo("{\"custom_id\":\"c1\",\"body\":{\"model\":\"m\",\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"Hi\"}]}}\n");
    }

    @Test
    void leavesTheModelToTheJob() throws IOException {
        Map<String, String> settings = Map.of("line", "body", "model-at", "job");
        assertThat(line(CHAT, null, null, settings))
                .isEqualTo("{\"custom_id\":\"c1\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}\n");
        assertThat(line("/v1/moderations", null, null, settings))
                .isEqualTo("{\"custom_id\":\"c1\",\"body\":{\"input\":\"Hi\"}}\n");
    }

    @ParameterizedTest
    @CsvSource({"/v1, /v1/chat/completions", "/v4, /v4/chat/completions", "none, /chat/completions"})
    void writesEndpointsAsTheProviderDoes(String prefix, String url) throws IOException {
        Map<String, String> settings = Map.of("endpoint-prefix", prefix);
        assertThat(line(CHAT, null, null, settings)).contains("\"url\":\"" + url + "\"");
        assertThat(CreateBody.of(new Attempt(settings)).path("endpoint").asText())
                .isEqualTo(url);
    }

    @Test
    void asksForThinkingInTheProvidersFields() throws IOException {
        Map<String, String> settings = Map.of(
                "thinking-fields",
                "{\"off\":{\"enable_thinking\":false},\"high\":{\"enable_thinking\":true,\"thinking_budget\":8192}}");
        assertThat(line(CHAT, "high", null, settings))
                .contains("\"model\":\"m\",\"enable_thinking\":true,\"thinking_budget\":8192,\"messages\"");
        assertThatThrownBy(() -> line(CHAT, "low", null, settings))
                .hasMessage("Thinking level \"low\" is not in the setting thinking-fields of the provider. "
                        + "It has: off, high");
    }

    @Test
    void asksForJsonInTheWayTheProviderKnows() throws IOException {
        assertThat(line(CHAT, null, SCHEMA, Map.of("schema-as", "json_object")))
                .contains("\"response_format\":{\"type\":\"json_object\"},\"messages\"");
        assertThat(line(CHAT, null, SCHEMA, Map.of("schema-as", "none"))).doesNotContain("response_format");
    }

    @Test
    void writesTheCreateThatTheProviderTakes() {
        assertThat(CreateBody.of(new Attempt(Map.of())))
                .hasToString("{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/chat/completions\","
                        + "\"completion_window\":\"24h\",\"metadata\":{\"caravan_batch\":\"17\",\"caravan\":\"t-1\"}}");
        assertThat(CreateBody.of(new Attempt(Map.of(
                        "completion-window", "none",
                        "labels", "none",
                        "model-at", "job",
                        "output-expires", "3600",
                        "create-fields", "{\"auto_delete_input_file\":false}"))))
                .hasToString("{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/chat/completions\",\"model\":\"m\","
                        + "\"output_expires_after\":{\"anchor\":\"created_at\",\"seconds\":3600},"
                        + "\"auto_delete_input_file\":false}");
    }

    @Test
    void uploadsWithThePartsThatTheProviderWants() throws IOException {
        var out = new ByteArrayOutputStream();
        UploadForm.of(new Attempt(Map.of(
                        "purpose", "batch-api",
                        "upload-fields", "{\"file_name\":\"{file}\"}",
                        "input-expires", "1209600",
                        "expires-form", "dots")))
                .writeTo(out);
        assertThat(out.toString(UTF_8))
                .containsPattern("name=\"purpose\"[^\"]*\\r\\n\\r\\nbatch-api\\r\\n")
                .containsPattern("name=\"file_name\"[^\"]*\\r\\n\\r\\nt-1.jsonl\\r\\n")
                .containsPattern("name=\"expires_after.anchor\"[^\"]*\\r\\n\\r\\ncreated_at\\r\\n")
                .containsPattern("name=\"expires_after.seconds\"[^\"]*\\r\\n\\r\\n1209600\\r\\n")
                .contains("name=\"file\"; filename=\"t-1.jsonl\"");
    }

    @ParameterizedTest
    @CsvSource({
        "VALIDATING, validating",
        "in_queue, validating",
        "JOB_STATE_RUNNING, in_progress",
        "PROGRESS, in_progress",
        "WRITING_RESULTS, finalizing",
        "Done, completed",
        "SUCCESS, completed",
        "TIMEOUT_EXCEEDED, expired",
        "Canceling, cancelling",
        "canceled, cancelled",
        "ERROR, failed",
        "sleeping, unknown",
    })
    void knowsTheirWordsForStates(String theirs, String ours) {
        assertThat(OpenAiStatus.state(theirs)).isEqualTo(ours);
    }

    @Test
    void readsCountsWhereverTheyAre() throws Exception {
        assertThat(status("{\"id\":\"b\",\"status\":\"COMPLETED\",\"output_file_id\":\"f\",\"error_file_id\":\"\"}"))
                .isEqualTo(new JobStatus("b", "completed", true, -1, -1, -1, Map.of("results", "f"), null));
        assertThat(status("{\"id\":\"b\",\"status\":\"COMPLETED\",\"total\":3,\"completed\":3,\"failed\":0,"
                        + "\"request_counts\":{\"total\":null},\"output_file_id\":\"f\"}"))
                .isEqualTo(new JobStatus("b", "completed", true, 3, 3, 0, Map.of("results", "f"), null));
    }

    @Test
    void expectsNoCertainNumberOfLinesInAFileThatHoldsFailuresToo() throws Exception {
        assertThat(status("{\"id\":\"b\",\"status\":\"completed\",\"output_file_id\":\"f\",\"error_file_id\":null,"
                        + "\"request_counts\":{\"total\":3,\"completed\":2,\"failed\":1}}"))
                .isEqualTo(new JobStatus("b", "completed", true, 3, -1, 1, Map.of("results", "f"), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'b','status':'FAILED','error':'bad file'}|failed|bad file|INVALID_REQUEST",
                "{'id':'b','status':'FAILED','error':{'code':'x','message':'bad'}}|x|bad|INVALID_REQUEST",
                "{'id':'b','status':'failed','errors':[{'code':'token_limit_exceeded','message':'q'}]}|token_limit_exceeded|q|QUOTA",
                "{'id':'b','status':'failed','errors':null}|failed|The provider failed the batch without saying why|FATAL",
            })
    void saysWhyABatchFailed(String batch, String code, String message, Kind kind) throws Exception {
        assertThat(status(batch.replace('\'', '"')).failure())
                .isEqualTo(new Failure(kind, true, code, message, null, 0));
    }

    private static JobStatus status(String json) throws Exception {
        return OpenAiStatus.of(JSON.readTree(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "object|{'error':'No such file'}|false",
                "text|{'error':'No such file'}|true",
                "flat|{'code':'NotFound','message':'No such file'}|true",
                "flat|{'error_code':404,'error_message':'No such file'}|true",
                "object|{'message':'No such file'}|false",
                "text|{'error':{'message':'No such file'}}|true",
            })
    void takesOnlyTheProvidersOwnErrorShapeAsProof(String shape, String body, boolean proven) throws Exception {
        var failures = new OpenAiFailures(Clock.systemUTC());
        Reply reply = reply(404, body.replace('\'', '"'));
        assertThat(failures.of(reply, Map.of("error-shape", shape)).proven()).isEqualTo(proven);
        assertThat(failures.absent(reply, Map.of("error-shape", shape))).isEqualTo(proven);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'b1','status':'x'}|b1",
                "{'job':{'id':'b1'},'warning':null}|b1",
                "{'code':20000,'status':true,'data':{'id':'b1'}}|b1",
                "{'data':[{'id':'b1'}]}|",
                "{'object':'batch'}|",
            })
    void findsTheIdInsideAWrapper(String body, String id) throws Exception {
        assertThat(Replies.id(reply(201, body.replace('\'', '"')))).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1767600000|1767600000",
                "\"1767600000\"|1767600000",
                "\"2026-01-05T08:00:00Z\"|1767600000",
                "\"2026-01-05T10:00:00.1234567+02:00\"|1767600000",
                "\"today\"|-7",
                "null|-7",
                "{}|-7",
            })
    void readsTimesAsNumbersAndAsText(String time, long second) throws Exception {
        assertThat(Replies.second(JSON.readTree(time), -7)).isEqualTo(second);
    }

    private static Reply reply(int status, String body) throws Exception {
        return new Reply(status, Map.of(), JSON.readTree(body), body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the body without a wrapper
                "{'custom_id':'c1','response':{'id':'x','choices':[{'message':{'content':'4'},'finish_reason':'stop'}]}}|OK|ok",
                "{'custom_id':'c1','response':{'data':[{'embedding':[1]}]},'error':null}|OK|ok",
                // errors as text, and errors in errors
                "{'custom_id':'c1','response':{'status_code':400,'body':null},'error':'model not served'}|INVALID_REQUEST|error",
                "{'custom_id':'c1','response':null,'error':'engine died'}|TRANSIENT|error",
                "{'custom_id':'c1','response':{'status_code':400,'body':null},'error':{'error':{'message':'no','type':'NotFoundError','code':404}}}|INVALID_REQUEST|404",
                "{'custom_id':'c1','error':{'code':429,'message':'slow'}}|QUOTA|429",
                "{'custom_id':'c1','response':{'status_code':200,'body':{'choices':[{'message':{'content':[{'type':'text','text':'4'}]}}]}},'error':null}|OK|ok",
                "{'custom_id':'c1','response':{},'error':null}|TRANSIENT|no_response",
            })
    void readsResultLinesTolerantly(String line, Outcome outcome, String code) {
        ProviderResult result = read(line.replace('\'', '"'), Map.of());
        assertThat(result.customId()).isEqualTo("c1");
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.code()).isEqualTo(code);
    }

    @Test
    void takesThoughtsOffAnAnswerOnlyWhereTold() {
        String line = "{\"custom_id\":\"c1\",\"response\":{\"status_code\":200,\"body\":{\"choices\":[{\"message\":"
                + "{\"content\":\"<think>2+2</think>\\n\\n4\"}}]}}}";
        assertThat(read(line, Map.of("think-tags", "strip")).answer()).isEqualTo("4");
        assertThat(read(line, Map.of()).answer()).isEqualTo("<think>2+2</think>\n\n4");
    }

    private ProviderResult read(String line, Map<String, String> settings) {
        byte[] bytes = line.getBytes(UTF_8);
        var shape = new RequestShape(CHAT, "m", null, Map.of(), null, "s", settings);
        return protocol.results(shape).read(bytes, 0, bytes.length);
    }
}
