package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.RealTimeCall;
import dev.caravan.provider.RealTimeCall.Heard;
import dev.caravan.provider.RealTimeCall.Timer;
import dev.caravan.provider.RoutesAreStoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;

/** Whether a call was sent is told by how its route failed: what was not may be sent again, and costs nothing. */
class AskRoutesTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private AnsweringRoutes answering;
    private AskRoutes routes;

    @BeforeEach
    void open() {
        camel.getShutdownStrategy().setTimeout(1);
        camel.start();
        ProducerTemplate template = camel.createProducerTemplate();
        answering = new AnsweringRoutes(new ObjectProvider<>() {
            @Override
            public ProducerTemplate getObject() {
                return template;
            }
        });
        routes = new AskRoutes(answering);
    }

    @AfterEach
    void close() throws IOException {
        camel.close();
    }

    private static RealTimeCall call() {
        Provider provider = new Provider(
                "sim", "openai", "http://127.0.0.1:1", new Limits(1, 1_000, 1_000), Map.of(), "2026-11-20");
        Credential credential = new Credential("cred", provider, provider.baseUrl(), new Secret("secret"));
        return new RealTimeCall(credential, "/x", new byte[0], Timer.of(System::nanoTime, Duration.ofSeconds(60)));
    }

    private void route(IOException failure) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:openai-ask").errorHandler(noErrorHandler()).process(exchange -> {
                    throw failure;
                });
            }
        });
    }

    @Test
    void whatTheRouteToldIsHeard() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:openai-ask")
                        .process(exchange -> exchange.getVariable("call", RealTimeCall.class)
                                .answered(new Heard(200, Map.of(), new byte[] {7}, null)));
            }
        });
        RealTimeCall call = call();
        routes.hold(call);
        assertThat(call.heard().body()).containsExactly(7);
    }

    @Test
    void aCallInTheFirstMomentsOfAStartWaitsForTheRoutes() throws Exception {
        try (DefaultCamelContext starting = new DefaultCamelContext()) {
            starting.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:openai-ask")
                            .process(exchange -> exchange.getVariable("call", RealTimeCall.class)
                                    .answered(new Heard(200, Map.of(), new byte[] {7}, null)));
                }
            });
            ProducerTemplate template = starting.createProducerTemplate();
            CountDownLatch asked = new CountDownLatch(1);
            AskRoutes early = new AskRoutes(new AnsweringRoutes(new ObjectProvider<>() {
                @Override
                public ProducerTemplate getObject() {
                    asked.countDown();
                    return template;
                }
            }));
            RealTimeCall call = call();
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
                try {
                    early.hold(call);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(answered).isNotDone();
            starting.start();
            answered.get(60, TimeUnit.SECONDS);
            assertThat(call.heard().body()).containsExactly(7);
        }
    }

    @Test
    void nothingIsSentWhileTheRoutesDoNotRun() throws Exception {
        route(new IOException("reset by peer"));
        camel.stop();
        assertThatThrownBy(() -> routes.hold(call()))
                .isInstanceOf(RoutesAreStoppedException.class)
                .hasMessage("Nothing was sent: the routes of Caravan do not run yet, or not any more");
        ModelInquiry inquiry = new ModelInquiry("openai", "http://127.0.0.1:1", "cred", Map.of());
        assertThatThrownBy(() -> new ModelRoutes(answering).ask(inquiry))
                .isInstanceOf(RoutesAreStoppedException.class)
                .hasMessage("Nothing was sent: the routes of Caravan do not run yet, or not any more");
    }

    @Test
    void aConnectionThatBreaksIsNoneThatDidNotComeAbout() throws Exception {
        route(new IOException("reset by peer"));
        assertThatThrownBy(() -> routes.hold(call()))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("reset by peer");
    }
}
