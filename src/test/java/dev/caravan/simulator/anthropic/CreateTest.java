package dev.caravan.simulator.anthropic;

import static dev.caravan.simulator.anthropic.AnthropicSimulator.BATCHES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.RunningSimulator;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before anything runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreateTest {
    private static final String ONE = "{\"requests\":[{\"custom_id\":\"a\",\"params\":{\"model\":\"x\"}}]}";

    private AnthropicSimulator simulator;

    @BeforeAll
    void start(@TempDir Path data) {
        simulator = new AnthropicSimulator(data);
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    private int batches() throws Exception {
        return RunningSimulator.json(
                        simulator.api("GET", BATCHES + "?limit=1000", "").body())
                .path("data")
                .size();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'requests':[]} | requests: List should have at least 1 item after validation, not 0",
                "{} | requests: List should have at least 1 item after validation, not 0",
                "[] | Input should be an object",
                "{'requests':{}} | requests: Input should be a valid array",
                "{'name':'x'} | name: Extra inputs are not permitted",
                "{'requests':[1]} | requests.0: Input should be an object",
                "{'requests':[{'params':{}}]} | requests.0.custom_id: Field required",
                "{'requests':[{'custom_id':'a'}]} | requests.0.params: Field required",
                "{'requests':[{'custom_id':7,'params':{}}]} | requests.0.custom_id: Input should be a valid string",
                "{'requests':[{'custom_id':'','params':{}}]} | requests.0.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'",
                "{'requests':[{'custom_id':'a','params':[]}]} | requests.0.params: Input should be an object",
                "{'requests':[{'custom_id':'a','params':{},'url':'x'}]} | requests.0.url: Extra inputs are not permitted",
            })
    void refusesBodiesThatAreNoBatch(String body, String message) throws Exception {
        int before = batches();
        HttpResponse<String> reply = simulator.api("POST", BATCHES, body.replace('\'', '"'));
        JsonNode error = RunningSimulator.json(reply.body());
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(error.at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.at("/error/message").asText()).isEqualTo(message);
        assertThat(reply.headers().firstValue("request-id"))
                .contains(error.path("request_id").asText());
        assertThat(batches()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"requests\":[{\"custom_id\":\"a\",\"params\":{}}",
                "{\"requests\":[{\"custom_id\":\"a\",\"params\":{\"x\":\"\\ud800\"}}]}",
                "{\"requests\":[{\"custom_id\":\"a\",\"params\":{}}]}{}",
                "''",
            })
    void refusesWhatIsNotJson(String body) throws Exception {
        int before = batches();
        assertThat(simulator.api("POST", BATCHES, body).statusCode()).isEqualTo(400);
        assertThat(batches()).isEqualTo(before);
    }

    @Test
    void wantsOneCredentialAndAVersion() throws Exception {
        assertThat(refusal()).isEqualTo("401 authentication_error x-api-key header is required");
        assertThat(refusal("x-api-key", "k"))
                .isEqualTo("400 invalid_request_error anthropic-version: header is required");
        assertThat(refusal("x-api-key", "k", "anthropic-version", "2020-01-01"))
                .isEqualTo("400 invalid_request_error anthropic-version: \"2020-01-01\" is not a valid version");
        assertThat(refusal("x-api-key", "k", "Authorization", "Bearer k", "anthropic-version", "2023-06-01"))
                .startsWith("401 authentication_error Send either");
        assertThat(refusal("Authorization", "Bearer invalid-1", "anthropic-version", "2023-06-01"))
                .isEqualTo("401 authentication_error invalid bearer token");
        assertThat(simulator
                        .send("GET", BATCHES, "", "Authorization", "Bearer k", "anthropic-version", "2023-06-01")
                        .statusCode())
                .isEqualTo(200);
    }

    private String refusal(String... headers) throws Exception {
        HttpResponse<String> reply = simulator.send("GET", BATCHES, "", headers);
        JsonNode error = RunningSimulator.json(reply.body()).path("error");
        return reply.statusCode() + " " + error.path("type").asText() + " "
                + error.path("message").asText();
    }

    @Test
    void hasLimitsThatAreSettings() throws Exception {
        try {
            simulator.settings("{\"anthropic\":{\"maxRequests\":1}}");
            String two = "{\"requests\":[{\"custom_id\":\"a\",\"params\":{}},{\"custom_id\":\"b\",\"params\":{}}]}";
            assertThat(simulator.api("POST", BATCHES, two).body())
                    .contains("requests: List should have at most 1 items after validation");
            simulator.settings("{\"anthropic\":{\"maxBodyBytes\":20}}");
            HttpResponse<String> tooLarge = simulator.api("POST", BATCHES, ONE);
            assertThat(tooLarge.statusCode()).isEqualTo(413);
            assertThat(tooLarge.body()).contains("\"request_too_large\"");
        } finally {
            simulator.settings("{\"anthropic\":{\"maxRequests\":100000,\"maxBodyBytes\":256000000}}");
        }
    }

    @Test
    void saysWhenToAskAgainIfItIsToldTo() throws Exception {
        String path = BATCHES + "/"
                + RunningSimulator.json(simulator.api("POST", BATCHES, ONE).body())
                        .path("id")
                        .asText();
        assertThat(simulator.api("GET", path, "").headers().firstValue("Retry-After"))
                .isEmpty();
        try {
            simulator.settings("{\"anthropic\":{\"retryAfterSeconds\":10}}");
            assertThat(simulator.api("GET", path, "").headers().firstValue("Retry-After"))
                    .contains("10");
        } finally {
            simulator.settings("{\"anthropic\":{\"retryAfterSeconds\":0}}");
        }
        assertThat(simulator.api("GET", path, "").headers().firstValue("Retry-After"))
                .isEmpty();
    }

    @Test
    void acceptsNothingBeforeItsLastByte() throws Exception {
        int before = batches();
        URI uri = URI.create(simulator.url(BATCHES));
        try (Socket socket = new Socket("localhost", uri.getPort())) {
            String head = "POST %s HTTP/1.1\r\nHost: localhost\r\nx-api-key: k\r\nanthropic-version: 2023-06-01\r\n"
                    + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n";
            OutputStream out = socket.getOutputStream();
            String body = ONE.substring(0, ONE.length() - 1);
            out.write((head.formatted(uri.getPath(), ONE.length()) + body).getBytes(StandardCharsets.UTF_8));
            out.flush();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
        assertThat(batches()).isEqualTo(before);
    }
}
