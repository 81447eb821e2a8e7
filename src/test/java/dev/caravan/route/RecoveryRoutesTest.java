package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the timers of the stages that look after twins and lists make of the work that there is. */
@Timeout(60)
class RecoveryRoutesTest {
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final RouteRig rig = new RouteRig("http://localhost:9/v1");

    @AfterEach
    void stop() {
        rig.close();
    }

    /** Hands out units; says what becomes of them. */
    public record Work(Deque<Unit> waiting, List<String> done) {
        public synchronized Unit claim() {
            return waiting.poll();
        }

        public synchronized List<Unit> due() {
            List<Unit> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }

        public void finish(Unit unit) {
            done.add("finish " + unit);
        }

        public void swept(Unit unit) {
            done.add("swept " + unit);
        }

        public void failed(Unit unit, Exception exception) {
            done.add("failed " + unit + ": " + exception.getMessage().replaceAll(" Exchange\\[.*", ""));
        }
    }

    public record Unit(String name, boolean running) {
        public String getProtocol() {
            return "toy";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A unit named bad fails. */
    private final class Toy extends RouteBuilder {
        @Override
        public void configure() {
            for (String call : List.of("find", "cancel", "collect")) {
                from("direct:toy-" + call)
                        .routeId("toy-" + call)
                        .errorHandler(noErrorHandler())
                        .process(exchange -> {
                            String name = String.valueOf((Object) exchange.getVariable("batch"));
                            if (name.equals("bad")) {
                                throw new java.io.IOException("lost");
                            }
                            done.add(call + " " + name);
                        });
            }
        }
    }

    private void stage(String name, Unit... units) throws Exception {
        rig.bind(name, new Work(new ArrayDeque<>(List.of(units)), done))
                .property("caravan." + name + ".every-ms", "50");
        rig.load("pipeline/errors.camel.yaml").load("pipeline/" + name + ".camel.yaml");
        rig.context.addRoutes(new Toy());
        rig.start();
    }

    /** Rule 11: stopped first, brought home when it has ended. */
    @Test
    void stopsTwinsThatRunAndBringsTheOthersHome() throws Exception {
        stage("twins", new Unit("runs", true), new Unit("bad", true), new Unit("bad", false), new Unit("ended", false));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(done)
                        .containsExactly(
                                "cancel runs",
                                "failed bad: lost",
                                "failed bad: lost",
                                "collect ended",
                                "finish ended"));
    }

    @Test
    void looksThroughTheListOfEachCredentialThoughOneFails() throws Exception {
        stage("sweep", new Unit("one", true), new Unit("bad", true), new Unit("two", true));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(done)
                        .containsExactly("find one", "swept one", "failed bad: lost", "find two", "swept two"));
    }
}
