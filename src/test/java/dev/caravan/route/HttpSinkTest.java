package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.caravan.ledger.RecordState;
import dev.caravan.publish.http.Endpoints;
import dev.caravan.publish.http.HttpTestAccess;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The HTTP sink against an endpoint that keeps the contract of Idempotency-Key. */
class HttpSinkTest extends SinkContract {
    private static final String SECRET = "Bearer very-secret";

    private Receiver receiver;

    @Override
    String sample() {
        return "examples/routes/sinks/tickets-http.camel.yaml";
    }

    @Override
    void startReceiver() throws IOException {
        receiver = new Receiver();
    }

    @Override
    void bind() {
        Endpoints endpoints = HttpTestAccess.endpoints(Map.of(
                "caravan.endpoints.crm.url",
                receiver.url(),
                "caravan.endpoints.crm.headers.Authorization",
                SECRET,
                "caravan.endpoints.crm.headers.X-Tenant",
                "a"));
        rig.bind("httpSink", HttpTestAccess.sink(endpoints))
                .bind("sinkHttp", new SinkHttp(endpoints, HttpTestAccess.here()))
                .bind("sinkHeaders", new SinkHeaders())
                .bind("sinkCall", new SinkCall(clock));
    }

    @AfterEach
    void stopReceiver() {
        receiver.close();
    }

    @Override
    List<Stored> stored() throws Exception {
        List<Stored> all = new ArrayList<>();
        for (String body : receiver.taken.values()) {
            for (JsonNode one : JSON.readTree(body)) {
                all.add(new Stored(
                        one.path("source_id").textValue(), one.path("revision").intValue(), one.path("result")));
            }
        }
        return all;
    }

    /** The receiver can't compare: what came last counts. */
    @Override
    Optional<Stored> current(String sourceId) throws Exception {
        return stored().stream().filter(one -> one.sourceId().equals(sourceId)).reduce((one, next) -> next);
    }

    @Override
    void breakDown() {
        receiver.stop();
    }

    @Override
    void repair() throws Exception {
        receiver.start();
    }

    private void five() {
        bench.publication(answers("a", "1", "b", "2", "c", "3", "d", "4", "e", "5"));
    }

    private String key(String chunk) {
        return bench.ledger().instance() + "-" + chunk;
    }

    private List<String> keys() {
        return receiver.asked.stream()
                .map(asked -> asked.header("Idempotency-key"))
                .toList();
    }

    @Test
    void sendsRequestsOfTheGivenSizeEachWithAKeyOfItsOwn() throws Exception {
        five();
        assertThat(deliver()).isEmpty();
        assertThat(receiver.taken.keySet()).containsExactly(key("1-1-2"), key("1-3-4"), key("1-5-5"));
        assertThat(stored()).extracting(Stored::sourceId).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void sendsTheHeadersOfTheEndpointAndNothingElseOfTheExchange() throws Exception {
        bench.publication(answers("a", "1"));
        var delivery = bench.claim().orElseThrow();
        var exchange = rig.context.createProducerTemplate().request("direct:sink-tickets-http", sent -> {
            sent.setVariable("delivery", delivery);
            sent.getMessage().setHeader("X-Internal", "private");
        });
        assertThat(exchange.getException()).isNull();
        Receiver.Asked asked = receiver.asked.get(0);
        assertThat(asked.call()).isEqualTo("POST /results?tenant=a&kind=b");
        assertThat(asked.header("Authorization")).isEqualTo(SECRET);
        assertThat(asked.header("X-tenant")).isEqualTo("a");
        assertThat(asked.header("Content-type")).isEqualTo("application/json");
        assertThat(asked.headers()).doesNotContainKeys("X-internal", "Caravan-endpoint", "Cookie");
        assertThat(exchange.getVariables().toString()
                        + exchange.getProperties()
                        + exchange.getMessage().getHeaders())
                .doesNotContain("very-secret");
    }

    @Test
    void goesOnBehindTheLastAnsweredRequestAlsoAfterACrash() throws Exception {
        five();
        receiver.instead.add(exchange -> {
            receiver.taken.put(key("1-1-2"), "[{\"source_id\":\"a\"},{\"source_id\":\"b\"}]");
            exchange.sendResponseHeaders(200, -1);
        });
        receiver.answer(500, "later");
        assertThat(deliver())
                .hasValueSatisfying(why -> assertThat(why)
                        .hasMessage("the endpoint crm answered 500 to request " + key("1-3-4") + ": later"));
        crash();
        clock.now = clock.now.plusSeconds(1);
        assertThat(deliver()).isEmpty();
        assertThat(keys()).containsExactly(key("1-1-2"), key("1-3-4"), key("1-3-4"), key("1-5-5"));
    }

    @Test
    void repeatsTheSameKeyWhenTheAnswerIsLost() throws Exception {
        bench.publication(answers("a", "1"));
        receiver.instead.add(exchange -> {
            receiver.taken.put(key("1-1-1"), "[{\"source_id\":\"a\",\"revision\":1,\"result\":1}]");
            exchange.close();
        });
        assertThat(deliver()).isPresent();
        clock.now = clock.now.plusSeconds(1);
        assertThat(deliver()).isEmpty();
        assertThat(keys()).containsExactly(key("1-1-1"), key("1-1-1"));
        assertThat(stored()).containsExactly(stored("a", 1, "1"));
    }

    private void taken(HttpExchange exchange) {
        receiver.taken.putIfAbsent(
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                "[{\"source_id\":\"a\",\"revision\":1,\"result\":1}]");
    }

    @Test
    void needsNoMoreThanTheStatusOfAnAnswerThatBreaksOff() throws Exception {
        bench.publication(answers("a", "1"));
        receiver.instead.add(exchange -> {
            taken(exchange);
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        deliver();
        clock.now = clock.now.plusSeconds(1);
        assertThat(deliver()).isEmpty();
        assertThat(keys()).containsOnly(key("1-1-1"));
        assertThat(stored()).containsExactly(stored("a", 1, "1"));
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 1L));
    }

    @Test
    void repeatsTheSameKeyWhenTheEndpointTookItAndNeverAnswers() throws Exception {
        bench.publication(answers("a", "1"));
        Path hasty = data.resolve("hasty.camel.yaml");
        Files.writeString(
                hasty,
                Files.readString(Path.of(sample()))
                        .replace("sink-tickets-http", "sink-hasty")
                        .replace("endpoint: crm", "endpoint: crm, answerWithin: 300"));
        rig.load(Path.of("routes").toAbsolutePath().relativize(hasty).toString());
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        receiver.instead.add(exchange -> {
            arrived.countDown();
            taken(exchange);
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            exchange.close();
        });
        var delivery = bench.claim().orElseThrow();
        Throwable why = rig.context
                .createProducerTemplate()
                .request("direct:sink-hasty", exchange -> exchange.setVariable("delivery", delivery))
                .getException();
        assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
        over.countDown();
        assertThat(why).isNotNull();
        bench.publish().failed(delivery, why);
        clock.now = clock.now.plusSeconds(1);
        assertThat(deliver()).isEmpty();
        assertThat(keys()).containsExactly(key("1-1-1"), key("1-1-1"));
        assertThat(stored()).containsExactly(stored("a", 1, "1"));
    }

    @Test
    void waitsAsLongAsTheEndpointAsks() throws Exception {
        bench.publication(answers("a", "1"));
        receiver.answer(429, "slow down", "Retry-After", "3600");
        assertThat(deliver()).isPresent();
        clock.now = clock.now.plusSeconds(3599);
        assertThat(bench.claim()).isEmpty();
        clock.now = clock.now.plusSeconds(1);
        assertThat(deliver()).isEmpty();
        assertThat(receiver.asked).hasSize(2);
    }

    @Test
    void givesUpOnARefusalWithTheWordsOfTheEndpoint() throws Exception {
        bench.publication(answers("a", "1"));
        receiver.answer(422, "no field \"x\"\r\n\u001b[31m" + "y".repeat(1000));
        assertThat(deliver())
                .hasValueSatisfying(why -> assertThat(why)
                        .message()
                        .startsWith("the endpoint crm answered 422 to request " + key("1-1-1")
                                + ": no field \"x\"\\u000d\\u000a\\u001b[31myyy")
                        .hasSizeLessThan(400));
        clock.now = clock.now.plus(Duration.ofDays(1));
        assertThat(bench.claim()).isEmpty();
        bench.replay("tickets-other");
        assertThat(bench.claim()).isEmpty();
        bench.replay(sink());
        assertThat(deliver()).isEmpty();
        assertThat(receiver.asked).hasSize(2);
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 1L));
        assertThat(bench.claim()).isEmpty();
    }

    @Test
    void followsNoRedirect() throws Exception {
        bench.publication(answers("a", "1"));
        receiver.answer(307, "", "Location", "http://localhost:9/elsewhere");
        assertThat(deliver())
                .hasValueSatisfying(why -> assertThat(why)
                        .hasMessageEndingWith("Redirects are not followed: set caravan.endpoints.crm.url"));
        assertThat(receiver.asked).hasSize(1);
    }

    @Test
    void takesAConflictForDeliveredOnlyWhereTheKameletSaysSo() throws Exception {
        receiver.answer(409, "known").answer(409, "known");
        bench.publication(answers("a", "1"));
        var delivery = bench.claim().orElseThrow();
        assertThat(send(delivery).getException()).hasMessageContaining("answered 409");
        rig.context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:conflict")
                        .errorHandler(noErrorHandler())
                        .to("kamelet:http-sink?endpoint=crm&form=record&method=PUT&conflict=delivered");
            }
        });
        var sent = rig.context
                .createProducerTemplate()
                .request("direct:conflict", exchange -> exchange.setVariable("delivery", delivery));
        assertThat(sent.getException()).isNull();
        assertThat(delivery.getDone()).isEqualTo(1);
        assertThat(receiver.asked.get(1).call()).startsWith("PUT ");
    }
}
