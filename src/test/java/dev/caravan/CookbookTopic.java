package dev.caravan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.testkit.S3Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import software.amazon.awssdk.core.sync.RequestBody;

/** A broker with the topic that a page of the cookbook writes to. */
final class CookbookTopic implements AutoCloseable {
    private static final String NAME = "message-analyses";

    private final EmbeddedKafkaBroker broker = new EmbeddedKafkaKraftBroker(1, 1, NAME);

    CookbookTopic() {
        broker.afterPropertiesSet();
    }

    String servers() {
        return broker.getBrokersAsString();
    }

    /** Keys, and what was answered about. */
    List<String> analyses() throws IOException {
        TopicPartition topic = new TopicPartition(NAME, 0);
        List<String> all = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(topic));
            consumer.seekToBeginning(List.of(topic));
            long end = consumer.endOffsets(List.of(topic)).get(topic);
            while (consumer.position(topic) < end) {
                for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofSeconds(1))) {
                    JsonNode line = CookbookRig.JSON.readTree(message.value());
                    all.add(message.key() + " " + line.at("/result/message_id").asText());
                }
            }
        }
        return all;
    }

    /** As Kafka Connect would have written it. */
    static void connected(S3Server s3, String object, String... ids) {
        String lines = Stream.of(ids)
                .map(id -> "{\"message_id\": \"" + id + "\", \"text\": \"This is " + id + "\"}\n")
                .collect(Collectors.joining());
        s3.client()
                .putObject(
                        o -> o.bucket("topics").key("topics/messages/partition=0/" + object),
                        RequestBody.fromString(lines));
    }

    @Override
    public void close() {
        broker.destroy();
    }
}
