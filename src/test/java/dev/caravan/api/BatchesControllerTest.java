package dev.caravan.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.KeyHolder;
import dev.caravan.ledger.ApiKeys.ApiKey;
import dev.caravan.submission.SubmissionRig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** Statuses and bodies of the Batch API, as docs/batch-api.md has them. */
class BatchesControllerTest {
    private static final String LINE = SubmissionRig.EXTRACT.formatted("a");

    @TempDir
    Path data;

    private SubmissionRig rig;
    private MockMvc http;

    @BeforeEach
    void open() {
        rig = new SubmissionRig(data);
        serve();
    }

    private void serve() {
        http = MockMvcBuilders.standaloneSetup(new BatchesController(rig.acceptance(), rig.submitted(), rig.ordered()))
                .setControllerAdvice(new V1Errors())
                .build();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private MockHttpServletResponse perform(MockHttpServletRequestBuilder request) throws Exception {
        return perform(request, "default");
    }

    private MockHttpServletResponse perform(MockHttpServletRequestBuilder request, String workspace) throws Exception {
        ApiKey key =
                new ApiKey("k", "shop", workspace, Set.of("submit"), "", "operator", Instant.EPOCH, null, null, null);
        return http.perform(request.principal(
                        UsernamePasswordAuthenticationToken.authenticated(new KeyHolder(key), null, List.of())))
                .andReturn()
                .getResponse();
    }

    private static MockHttpServletRequestBuilder lines(byte[] body) {
        return post("/v1/batches")
                .contentType("application/x-www-form-urlencoded")
                .content(body);
    }

    private static JsonNode json(MockHttpServletResponse response) throws IOException {
        return new ObjectMapper().readTree(response.getContentAsByteArray());
    }

    /** Status and error in a line. */
    private String error(MockHttpServletRequestBuilder request) throws Exception {
        MockHttpServletResponse response = perform(request);
        assertThat(response.getContentType()).isEqualTo("application/json");
        JsonNode error = json(response).path("error");
        return response.getStatus() + " " + error.path("type").asText() + " "
                + error.path("code").asText() + " " + error.path("param").asText() + " "
                + error.path("line").asInt() + ": " + error.path("message").asText();
    }

    private String submitted() throws Exception {
        return json(perform(lines(LINE.getBytes(UTF_8)))).path("batch_id").textValue();
    }

    @Test
    void aBodyIsAnsweredWithItsBatch() throws Exception {
        MockHttpServletResponse response = perform(lines(LINE.getBytes(UTF_8)));

        assertThat(response.getStatus()).isEqualTo(200);
        String id = json(response).path("batch_id").textValue();
        assertThat(json(response)).hasToString("{\"batch_id\":\"" + id + "\",\"status\":\"queued\",\"total_count\":1}");
        JsonNode status = json(perform(get("/v1/batches/" + id)));
        assertThat(status.path("created_at").asLong()).isPositive();
        assertThat(status.path("status").textValue()).isEqualTo("queued");
        assertThat(status.path("completed_at").isNull()).isTrue();
        JsonNode cancelled = json(perform(post("/v1/batches/" + id + "/cancel")));
        assertThat(cancelled.path("cancelled_at").isNumber()).isTrue();
    }

    @Test
    void aBatchOfAnotherWorkspaceIsAsOneThatDoesNotExist() throws Exception {
        String id = submitted();
        for (String route : List.of("GET /v1/batches/#", "GET /v1/batches/#/output", "POST /v1/batches/#/cancel")) {
            String path = route.substring(route.indexOf('/'));
            List<String> replies = new ArrayList<>();
            for (String one : List.of(id, "batch_" + "a".repeat(26))) {
                String at = path.replace("#", one);
                MockHttpServletResponse reply = perform(route.startsWith("GET") ? get(at) : post(at), "sales");
                assertThat(reply.getStatus()).as(route).isEqualTo(404);
                replies.add(reply.getContentAsString().replace(one, "#"));
            }
            assertThat(replies.get(0)).as(route).isEqualTo(replies.get(1));
        }
        assertThat(json(perform(get("/v1/batches/" + id))).path("cancelled_at").isNull())
                .isTrue();
    }

    @Test
    void gzipIsReadAndNothingElse() throws Exception {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(LINE.getBytes(UTF_8));
        }
        assertThat(json(perform(lines(zipped.toByteArray()).header("Content-Encoding", "gzip")))
                        .path("total_count")
                        .asInt())
                .isEqualTo(1);
        assertThat(error(lines(LINE.getBytes(UTF_8)).header("Content-Encoding", "gzip")))
                .isEqualTo(
                        "400 invalid_request_error encoding Content-Encoding 0: The body is no whole gzip: Not in GZIP"
                                + " format. Nothing was accepted");
        assertThat(error(lines(LINE.getBytes(UTF_8)).header("Content-Encoding", "br")))
                .isEqualTo(
                        "415 invalid_request_error encoding Content-Encoding 0: Content-Encoding br is not read; send"
                                + " gzip or none. Nothing was accepted");
    }

    @Test
    void whatIsWrongIsSaidWithLineFieldAndReason() throws Exception {
        assertThat(error(lines((LINE + "{\"custom_id\":\"b\",\"body\":{\"model\":\"x\"}}").getBytes(UTF_8))))
                .isEqualTo(
                        "400 invalid_request_error invalid_line body.model 2: Line 2, body.model: must be one of extract,"
                                + " summarize, classify, but is \"x\"");
        assertThat(error(lines(new byte[0])))
                .isEqualTo(
                        "400 invalid_request_error invalid_line null 0: The body is empty: send one JSON object a line");
        assertThat(error(lines("\n".repeat(5_000).getBytes(UTF_8))))
                .isEqualTo("413 invalid_request_error too_large null 0: The body is larger than 4000 bytes"
                        + " (caravan.http.max-bytes, counted without compression). Send it in parts; nothing of it was"
                        + " accepted");
    }

    @Test
    void aKeyStandsForOneBody() throws Exception {
        JsonNode first = json(perform(lines(LINE.getBytes(UTF_8)).header("Idempotency-Key", "k")));
        assertThat(json(perform(lines(LINE.getBytes(UTF_8)).header("Idempotency-Key", "k"))))
                .isEqualTo(first);
        assertThat(error(lines((LINE + "\n").getBytes(UTF_8)).header("Idempotency-Key", "k")))
                .isEqualTo(
                        "409 invalid_request_error idempotency_conflict Idempotency-Key 0: This Idempotency-Key was sent"
                                + " with another body, which is "
                                + first.path("batch_id").textValue() + ". Nothing was accepted");
    }

    @Test
    void anOutputIsThereWhenItIsWrittenAndUntilItIsDeleted() throws Exception {
        String id = submitted();
        assertThat(error(get("/v1/batches/" + id + "/output")))
                .isEqualTo(
                        "409 invalid_request_error not_ready null 0: The batch is queued: its output is there when it is"
                                + " completed or failed");
        rig.end("{}\n");
        serve();
        MockHttpServletResponse output = perform(get("/v1/batches/" + id + "/output"));
        assertThat(output.getContentType()).isEqualTo("application/jsonl");
        assertThat(output.getContentLength()).isEqualTo(3);
        assertThat(output.getContentAsString()).isEqualTo("{}\n");
        assertThat(json(perform(get("/v1/batches/" + id))).path("completed_at").asLong())
                .isEqualTo(1);
        rig.end(null);
        serve();
        assertThat(error(get("/v1/batches/" + id + "/output")))
                .isEqualTo("410 invalid_request_error deleted null 0: The output was deleted by age (retention of its"
                        + " tasks)");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        String unknown = "404 invalid_request_error not_found id 0: There is no batch \"batch_x\" here";
        assertThat(error(get("/v1/batches/batch_x"))).isEqualTo(unknown);
        assertThat(error(get("/v1/batches/batch_x/output"))).isEqualTo(unknown);
        assertThat(error(post("/v1/batches/batch_x/cancel"))).isEqualTo(unknown);
    }
}
