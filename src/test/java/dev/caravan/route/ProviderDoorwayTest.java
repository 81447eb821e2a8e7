package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.caravan.provider.Failure;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The conversation with OpenAI over real HTTP, with the shipped routes and kamelets. */
@Timeout(60)
class ProviderDoorwayTest {
    private static final String CREATE = "POST /v1/batches";

    private FakeProvider provider;
    private RouteRig rig;
    private BatchOnTrial batch;

    /** Stands in for the submit stage in the middle of a conversation. */
    public static final class Submit {
        public void creating(Object batch) {
            ((BatchOnTrial) batch).creating();
        }
    }

    @BeforeEach
    void start() throws Exception {
        provider = new FakeProvider()
                .on("POST /v1/files", 200, "{\"id\":\"file-1\",\"object\":\"file\"}")
                .on(CREATE, 200, "{\"id\":\"batch_1\",\"object\":\"batch\",\"status\":\"validating\"}");
        rig = new RouteRig(provider.url())
                .bind("submit", new Submit())
                .load("providers/openai.camel.yaml", "providers/openai-upload.camel.yaml")
                .start();
        batch = new BatchOnTrial(provider.url());
    }

    @AfterEach
    void stop() {
        rig.close();
        provider.close();
    }

    @Test
    void nothingGoesOutWithACredentialThatIsPausedSilently() {
        rig.silent = true;
        Exception why = rig.send("openai-submit", batch).getException();
        assertThat(why)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("is paused, and nobody is called with it; the call was not sent");
        assertThat(provider.asked).isEmpty();
        rig.silent = false;
        succeeds(rig.send("openai-submit", batch));
    }

    @Test
    void uploadsThenCreatesOnce() {
        succeeds(rig.send("openai-submit", batch));
        assertThat(batch.log).containsExactly("uploaded file-1", "creating", "accepted batch_1");
        assertThat(provider.asked).extracting(FakeProvider.Asked::call).containsExactly("POST /v1/files", CREATE);
        FakeProvider.Asked upload = provider.asked.get(0);
        assertThat(upload.start())
                .contains("name=\"purpose\"")
                .contains("\r\n\r\nbatch\r\n")
                .contains("name=\"file\"; filename=\"k3f9a20-17-1.jsonl\"")
                .contains("\r\n\r\n{}\n\r\n");
        assertThat(upload.headers().get("Content-length")).containsExactly(Long.toString(upload.bytes()));
        assertThat(provider.asked.get(1).start())
                .isEqualTo(
                        "{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/chat/completions\","
                                + "\"completion_window\":\"24h\",\"metadata\":{\"caravan_batch\":\"17\",\"caravan\":\"k3f9a20-17-1\"}}");
    }

    @Test
    void tellsOfEachCallWhatItAskedForAndHowItEnded() {
        succeeds(rig.send("openai-submit", new BatchOnTrial(provider.url())));
        provider.on(CREATE, 503, "busy");
        succeeds(rig.send("openai-submit", new BatchOnTrial(provider.url())));
        provider.on(CREATE, 400, "{\"error\":{\"message\":\"Bad\",\"code\":\"invalid_file\"}}");
        succeeds(rig.send("openai-submit", new BatchOnTrial(provider.url())));
        provider.on(CREATE, 429, "{\"error\":{\"message\":\"Full\",\"code\":\"insufficient_quota\"}}");
        succeeds(rig.send("openai-submit", new BatchOnTrial(provider.url())));
        provider.on("POST /v1/files", 401, "{\"error\":{\"message\":\"No\",\"code\":\"invalid_api_key\"}}");
        succeeds(rig.send("openai-submit", new BatchOnTrial(provider.url())));
        provider.on("POST /v1/files", HttpExchange::close);
        rig.send("openai-submit", new BatchOnTrial(provider.url()));
        provider.on("POST /v1/files", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.close();
        });
        rig.send("openai-submit", new BatchOnTrial(provider.url()));
        assertThat(rig.calls)
                .extracting(call -> call.kind().word() + " " + call.end().word())
                .containsExactly(
                        "upload ok",
                        "create ok",
                        "upload ok",
                        "create transient",
                        "upload ok",
                        "create invalid_request",
                        "upload ok",
                        "create quota",
                        "upload auth",
                        "upload network",
                        "upload network");
        assertThat(rig.calls).allSatisfy(call -> {
            assertThat(call.credential()).isEqualTo("test");
            assertThat(call.took()).isPositive();
        });
        assertThat(provider.asked)
                .allSatisfy(asked -> assertThat(asked.headers()).doesNotContainKey("Caravan-call"));
    }

    @Test
    void doesNotCreateAfterARefusedUpload() {
        provider.on("POST /v1/files", 413, "{\"error\":{\"message\":\"Too big\",\"code\":\"file_too_large\"}}");
        succeeds(rig.send("openai-submit", batch));
        assertThat(batch.log).containsExactly("failed file_too_large proven");
        assertThat(provider.count(CREATE)).isZero();
    }

    @Test
    void aKeyThatTheProviderRepeatsIsNotHandedOn() {
        String words = "{\"error\":{\"message\":\"Incorrect API key provided: %s.\",\"code\":\"invalid_api_key\"}}";
        provider.on("POST /v1/files", 401, words.replace("%s", RouteRig.SECRET));
        succeeds(rig.send("openai-submit", batch));
        provider.on("POST /v1/files", 502, "<html>" + RouteRig.SECRET + " is no key</html>");
        succeeds(rig.send("openai-submit", batch));
        assertThat(batch.failures)
                .extracting(Failure::message)
                .satisfiesExactly(
                        refused -> assertThat(refused).isEqualTo("Incorrect API key provided: ***."),
                        strange -> assertThat(strange).contains("*** is no key").doesNotContain(RouteRig.SECRET));
    }

    @Test
    void creates503OnceAndIsFreeAtOnce() {
        createsOnce(exchange -> FakeProvider.send(exchange, 503, "busy"), "failed http_503 doubt");
    }

    @Test
    void creates429OnceAndDoesNotSleepInTheThread() {
        createsOnce(
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "3600");
                    FakeProvider.send(
                            exchange, 429, "{\"error\":{\"message\":\"Slow down\",\"code\":\"rate_limit_exceeded\"}}");
                },
                "failed rate_limit_exceeded proven");
        assertThat(batch.failures.get(0).retryAfter()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void createsOnceWhenTheReplyIsLost() {
        provider.on(CREATE, HttpExchange::close);
        long start = System.nanoTime();
        Exchange exchange = rig.send("openai-submit", batch);
        assertThat(exchange.getException()).isInstanceOf(org.apache.hc.core5.http.NoHttpResponseException.class);
        isFast(start);
        assertThat(provider.count(CREATE)).isEqualTo(1);
        assertThat(batch.log).containsExactly("uploaded file-1", "creating");
    }

    @Test
    void doesNotFollowARedirectOfACreate() {
        createsOnce(
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "/v1/elsewhere");
                    FakeProvider.send(exchange, 307, "");
                },
                "failed http_307 doubt");
        assertThat(provider.asked).hasSize(2);
    }

    @Test
    void sendsNothingOfTheExchangeButTheSecret() {
        Exchange exchange = rig.context.createProducerTemplate().request("direct:openai-status", sent -> {
            sent.setVariable("batch", batch);
            sent.getMessage().setHeader("X-Internal", "private");
        });
        succeeds(exchange);
        FakeProvider.Asked asked = provider.asked.get(0);
        assertThat(asked.headers().get("Authorization")).containsExactly("Bearer " + RouteRig.SECRET);
        assertThat(asked.headers()).doesNotContainKeys("X-internal", "Caravan-credential", "Cookie");
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(exchange.getVariables().toString()
                        + exchange.getProperties()
                        + exchange.getMessage().getBody())
                .doesNotContain(RouteRig.SECRET);
    }

    @Test
    void refusesToSendASecretToAForeignHost() throws Exception {
        try (FakeProvider foreign = new FakeProvider()) {
            Exchange exchange = rig.send("openai-status", new BatchOnTrial(foreign.url()));
            assertThat(exchange.getException())
                    .hasStackTraceContaining("Credential \"test\" belongs to " + origin(provider)
                            + ", the call goes to " + origin(foreign) + "; it was not sent");
            assertThat(foreign.asked).isEmpty();
        }
    }

    @Test
    void followsARedirectOfADownloadOnTheSameHostOnly() throws Exception {
        try (FakeProvider foreign = new FakeProvider()) {
            provider.on("GET /v1/files/file-7/content", redirect(provider.url() + "/moved"))
                    .on("GET /v1/moved", 200, "{}\n")
                    .on("GET /v1/files/file-8/content", redirect(foreign.url() + "/moved"));
            BatchOnTrial.Counted own = batch.new Counted("file-7");
            batch.downloads.add(own);
            batch.downloads.add(batch.new Counted("file-8"));
            succeeds(rig.send("openai-collect", batch));
            assertThat(batch.log).containsExactly("saved file-7 3", "download failed http_302");
            assertThat(own.length).isEqualTo(3);
            assertThat(foreign.asked).isEmpty();
        }
    }

    @Test
    void noticesADownloadShorterThanItsLength() {
        provider.on("GET /v1/files/file-7/content", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[400]);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        batch.downloads.add(batch.new Counted("file-7"));
        Exchange exchange = rig.send("openai-collect", batch);
        assertThat(exchange.getException())
                .hasStackTraceContaining("Premature end of Content-Length delimited message body");
        assertThat(batch.log).isEmpty();
    }

    @Test
    void savesACloseDelimitedDownloadWithUnknownLength() throws Exception {
        try (RawAnswer raw = new RawAnswer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"half\":")) {
            try (RouteRig other = new RouteRig(raw.url())
                    .bind("submit", new Submit())
                    .load("providers/openai.camel.yaml", "providers/openai-upload.camel.yaml")
                    .start()) {
                BatchOnTrial home = new BatchOnTrial(raw.url());
                BatchOnTrial.Counted half = home.new Counted("file-7");
                home.downloads.add(half);
                succeeds(other.send("openai-collect", home));
                assertThat(half.length).isEqualTo(-1);
                assertThat(half.bytes).isEqualTo(8);
            }
        }
    }

    @Test
    void asksForTheStatusAfterCancelling() {
        provider.on("POST /v1/batches/batch_1/cancel", 400, "{\"error\":{\"message\":\"Too late\",\"code\":null}}")
                .on(
                        "GET /v1/batches/batch_1",
                        200,
                        "{\"id\":\"batch_1\",\"status\":\"completed\",\"output_file_id\":\"f\"}");
        succeeds(rig.send("openai-cancel", batch));
        assertThat(batch.log).containsExactly("status completed");
        assertThat(provider.asked.get(0).bytes()).isZero();
    }

    @Test
    void pagesThroughTheListThenDeletesTheInputs() {
        batch.toRevoke.add("file-1");
        batch.toRevoke.add("file-2");
        provider.on(
                        "GET /v1/batches?limit=100",
                        200,
                        "{\"data\":[{\"id\":\"other\",\"created_at\":2000}],\"has_more\":true}")
                .on(
                        "GET /v1/batches?limit=100&after=other",
                        200,
                        "{\"data\":[{\"id\":\"known-1\",\"created_at\":900}],\"has_more\":true}")
                .on("DELETE /v1/files/file-1", 200, "{\"id\":\"file-1\",\"deleted\":true}")
                .on("DELETE /v1/files/file-2", 503, "");
        succeeds(rig.send("openai-find", batch));
        assertThat(batch.log).containsExactly("complete negative", "gone file-1");
    }

    private void createsOnce(HttpHandler answer, String expected) {
        provider.on(CREATE, answer);
        long start = System.nanoTime();
        succeeds(rig.send("openai-submit", batch));
        isFast(start);
        assertThat(provider.count(CREATE)).isEqualTo(1);
        assertThat(batch.log).containsExactly("uploaded file-1", "creating", expected);
    }

    /** The first call of a JVM loads classes; a thread that sleeps Retry-After or waits for a retry takes longer. */
    private static void isFast(long start) {
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(30_000);
    }

    private static HttpHandler redirect(String to) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", to);
            FakeProvider.send(exchange, 302, "");
        };
    }

    private static String origin(FakeProvider provider) {
        return provider.url().replace("/v1", "");
    }

    private static void succeeds(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
    }
}
