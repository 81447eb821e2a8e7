package dev.caravan.publish.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.publish.ContentLines;
import dev.caravan.publish.DeliveryInHand;
import dev.caravan.publish.SinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code kafkaSink}: sends a publication to a topic, one message for each record, and returns when every one of them
 * is acknowledged by all replicas in sync. What is in flight is bounded by the producer's {@code buffer.memory}.
 */
public final class KafkaSink {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSink.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Clusters clusters;

    KafkaSink(Clusters clusters) {
        this.clusters = clusters;
    }

    /**
     * Asks the cluster for the topic. Nothing was sent if this fails, so it costs none of the sends of a blind sink.
     *
     * @param cluster name in {@code caravan.kafka}
     */
    public void reach(DeliveryInHand delivery, String cluster, String topic) throws IOException {
        delivery.check();
        Producer<String, byte[]> producer = clusters.producer(cluster);
        try {
            producer.partitionsFor(topic);
        } catch (KafkaException e) {
            throw SinkException.again(
                    "topic " + topic + " of Kafka " + cluster + ": " + e.getMessage() + ". Nothing was sent");
        } finally {
            producer.close(CLOSE_WITHIN);
        }
    }

    /** Sends all messages and waits for them. */
    public void write(DeliveryInHand delivery, String cluster, String topic) throws IOException {
        Producer<String, byte[]> producer = clusters.producer(cluster);
        Acknowledgements acks = new Acknowledgements();
        try (ContentLines lines = delivery.lines()) {
            Set<Long> outdated = new HashSet<>(delivery.outdated());
            int sequence = 0;
            for (JsonNode line = lines.next(); line != null && acks.failure() == null; line = lines.next()) {
                sequence++;
                if (!outdated.contains(line.path("record").longValue())) {
                    acks.expectOne();
                    producer.send(message(topic, delivery, line, sequence), acks);
                }
            }
            producer.flush();
        } catch (KafkaException e) {
            throw failed(topic, cluster, e);
        } finally {
            producer.close(CLOSE_WITHIN);
        }
        Exception failure = acks.failure();
        if (failure != null) {
            throw failed(topic, cluster, failure);
        }
        if (!acks.isComplete()) {
            throw SinkException.again("topic " + topic + " of Kafka " + cluster + " did not acknowledge every message");
        }
        LOG.info("Sent {}: {} messages to topic {}", delivery, acks.all(), topic);
    }

    private static SinkException failed(String topic, String cluster, Exception e) {
        return SinkException.again(
                "topic " + topic + " of Kafka " + cluster + ": " + e.getMessage() + ". Some messages may have arrived");
    }

    private static ProducerRecord<String, byte[]> message(
            String topic, DeliveryInHand delivery, JsonNode line, int sequence) {
        var message = new ProducerRecord<>(
                topic, line.path("source_id").textValue(), line.toString().getBytes(StandardCharsets.UTF_8));
        header(message, "task", delivery.getTask());
        header(message, "revision", line.path("revision").asText());
        header(message, "publication", delivery.getKey());
        header(message, "sequence", Integer.toString(sequence));
        return message;
    }

    private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
