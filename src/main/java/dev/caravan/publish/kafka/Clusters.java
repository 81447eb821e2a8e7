package dev.caravan.publish.kafka;

import dev.caravan.config.Problems;
import dev.caravan.publish.SinkException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * The clusters of {@code caravan.kafka}: any setting of a Kafka producer by its own name, but for those that make every
 * message arrive once and in order. Nothing is connected before the first delivery needs it.
 */
public final class Clusters {
    private static final String SETTING = "caravan.kafka";

    /** Short enough for the sinks that wait behind this one. */
    private static final Map<String, String> DEFAULTS = Map.of(
            ProducerConfig.CLIENT_ID_CONFIG, "caravan",
            ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000",
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "20000",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "60000",
            ProducerConfig.LINGER_MS_CONFIG, "5");

    private static final Map<String, Object> FIXED = Map.of(
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            "true",
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class);

    private static final Set<String> NOT_HERE = Set.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    private static final Bindable<Map<String, Map<String, String>>> BY_NAME =
            Bindable.of(ResolvableType.forClassWithGenerics(
                    Map.class,
                    ResolvableType.forClass(String.class),
                    ResolvableType.forClassWithGenerics(Map.class, String.class, String.class)));

    private final Map<String, Map<String, String>> settings;

    private Clusters(Map<String, Map<String, String>> settings) {
        this.settings = settings;
    }

    /** Reads the settings; says which of them can't be used, and never what is in them. */
    public static Clusters read(Environment environment, Problems problems) {
        Map<String, Map<String, String>> settings =
                new TreeMap<>(Binder.get(environment).bind(SETTING, BY_NAME).orElse(Map.of()));
        settings.forEach((name, one) -> check(SETTING + "." + name, one, problems));
        return new Clusters(settings);
    }

    private static void check(String name, Map<String, String> one, Problems problems) {
        if (one.getOrDefault(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "").isBlank()) {
            problems.add(name, 0, "A Kafka cluster needs bootstrap.servers: host:port,…");
        }
        one.forEach((setting, value) -> {
            if (value.contains("${")) {
                problems.add(name + "." + setting, 0, "An environment variable that it names is not set");
            }
            if (FIXED.containsKey(setting) || NOT_HERE.contains(setting)) {
                problems.add(name + "." + setting, 0, "This is set by Caravan, so that no message is lost or doubled");
            }
        });
    }

    /**
     * A producer for one delivery; to be closed.
     *
     * @throws SinkException if there is no cluster of that name
     */
    Producer<String, byte[]> producer(String name) throws SinkException {
        Map<String, String> one = settings.get(name);
        if (one == null) {
            throw SinkException.forGood("there is no cluster \"" + name + "\" in " + SETTING + ". Known: "
                    + (settings.isEmpty() ? "none" : String.join(", ", settings.keySet())));
        }
        Map<String, Object> all = new HashMap<>(DEFAULTS);
        all.putAll(one);
        all.putAll(FIXED);
        Properties properties = new Properties();
        properties.putAll(all);
        return new KafkaProducer<>(properties);
    }
}
