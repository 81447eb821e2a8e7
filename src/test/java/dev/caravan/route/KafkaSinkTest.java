package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.RecordState;
import dev.caravan.publish.DeliveryInHand;
import dev.caravan.publish.kafka.KafkaTestAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** The Kafka sink against a real broker. */
class KafkaSinkTest extends SinkContract {
    private static final TopicPartition TOPIC = new TopicPartition("ticket-triage", 0);

    private static EmbeddedKafkaBroker broker;

    private long start;
    private String servers;

    @BeforeAll
    static void startBroker() {
        broker = new EmbeddedKafkaKraftBroker(1, 1, TOPIC.topic()).adminTimeout(60);
        broker.afterPropertiesSet();
    }

    @AfterAll
    static void stopBroker() {
        broker.destroy();
    }

    @Override
    String sample() {
        return "examples/routes/sinks/tickets-kafka.camel.yaml";
    }

    @Override
    void startReceiver() {
        repairSettings();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            start = consumer.endOffsets(List.of(TOPIC)).get(TOPIC);
        }
    }

    private void repairSettings() {
        servers = broker.getBrokersAsString();
    }

    @Override
    void bind() {
        rig.bind(
                "kafkaSink",
                KafkaTestAccess.sink(Map.of(
                        "caravan.kafka.events.bootstrap.servers",
                        servers,
                        "caravan.kafka.events.max.block.ms",
                        servers.equals(broker.getBrokersAsString()) ? "60000" : "500")));
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString()),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** All messages since the start of the test, in their order. */
    private List<ConsumerRecord<String, String>> messages() {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.assign(List.of(TOPIC));
            consumer.seek(TOPIC, start);
            long end = consumer.endOffsets(List.of(TOPIC)).get(TOPIC);
            List<ConsumerRecord<String, String>> all = new ArrayList<>();
            while (consumer.position(TOPIC) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(all::add);
            }
            return all;
        }
    }

    private static String header(ConsumerRecord<String, String> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    List<Stored> stored() throws Exception {
        List<Stored> all = new ArrayList<>();
        for (ConsumerRecord<String, String> message : messages()) {
            all.add(new Stored(
                    message.key(),
                    Integer.parseInt(header(message, "revision")),
                    JSON.readTree(message.value()).path("result")));
        }
        return all;
    }

    /** Readers need not compare: what came last counts, as in a compacted topic. */
    @Override
    Optional<Stored> current(String sourceId) throws Exception {
        return stored().stream().filter(one -> one.sourceId().equals(sourceId)).reduce((one, next) -> next);
    }

    @Override
    long effects() {
        return messages().stream()
                .map(message -> header(message, "publication") + "/" + header(message, "sequence"))
                .distinct()
                .count();
    }

    @Override
    void breakDown() throws Exception {
        servers = "localhost:9";
        rig.close();
        open();
    }

    @Override
    void repair() throws Exception {
        repairSettings();
        rig.close();
        open();
    }

    @Test
    void namesTaskRevisionPublicationAndSequenceInHeaders() throws Exception {
        bench.publication(answers("a", "1", "b", "2"));
        assertThat(deliver()).isEmpty();
        assertThat(messages())
                .extracting(message -> message.key() + " " + header(message, "task") + " "
                        + header(message, "revision") + " " + header(message, "publication") + " "
                        + header(message, "sequence"))
                .containsExactly(
                        "a triage 1 " + bench.ledger().instance() + "-1 1",
                        "b triage 1 " + bench.ledger().instance() + "-1 2");
        assertThat(JSON.readTree(messages().get(1).value()).path("cost_usd").asText())
                .isEqualTo("0.000045");
    }

    @Test
    void sendsWhatMayHaveArrivedAtMostOnceMoreThenWaitsForAPerson() throws Exception {
        bench.publication(answers("a", "1"));
        for (int send = 1; send <= 2; send++) {
            assertThat(send(bench.claim().orElseThrow()).getException()).isNull();
            crash();
        }
        DeliveryInHand third = bench.claim().orElseThrow();
        Throwable why = send(third).getException();
        assertThat(why)
                .hasStackTraceContaining("it may have been sent twice already, and this sink can't tell a repetition");
        bench.publish().failed(third, why);
        assertThat(messages()).hasSize(2);
        crash();
        assertThat(bench.claim()).isEmpty();
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.COMPLETED, 1L));
        bench.replay(sink());
        assertThat(deliver()).isEmpty();
        assertThat(messages()).hasSize(3);
    }

    @Test
    void aClusterThatCanNotBeReachedCostsNoneOfTheTwoSends() throws Exception {
        bench.publication(answers("a", "1"));
        breakDown();
        for (int send = 1; send <= 3; send++) {
            assertThat(deliver()).hasValueSatisfying(why -> assertThat(why).hasMessageContaining("Nothing was sent"));
            clock.now = clock.now.plus(Duration.ofMinutes(5));
        }
        repair();
        assertThat(deliver()).isEmpty();
        assertThat(messages()).hasSize(1);
    }
}
