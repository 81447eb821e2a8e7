package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.trace.InHand;
import dev.caravan.trace.Work;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** The log of a whole Caravan, as programs read it and as people do. */
@Timeout(180)
class LogsTest {
    private static final int ROWS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOSTILE = "x\n12:00:00.000 ERROR Forged       \u001b[2Jyours\r\u0085 \u202ereve";
    private static final Map<String, Pattern> TOLD = Map.of(
            "drop", Pattern.compile("\\b[Dd]rop (\\d+)"),
            "batch", Pattern.compile("\\b[Bb]atch (\\d+)"),
            "publication", Pattern.compile("\\b[Pp]ublication (\\d+)"));

    private static final Map<String, String> DROP = Map.of("drop", "1", "task", "chat");
    private static final Map<String, String> BATCH = Map.of("batch", "1", "task", "chat", "credential", "trial");
    private static final Map<String, String> PUBLICATION = Map.of("publication", "1", "task", "chat");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.caravan");
    }

    private static List<PropertySource<?>> shipped() throws IOException {
        return new YamlPropertySourceLoader().load("shipped", new ClassPathResource("application.yaml"));
    }

    private static String setting(String name) throws IOException {
        for (PropertySource<?> source : shipped()) {
            Object value = source.getProperty(name);
            if (value != null) {
                return value.toString();
            }
        }
        throw new AssertionError(name + " is not set");
    }

    /** What the log writes from now on. */
    private OutputStreamAppender<ILoggingEvent> to(Encoder<ILoggingEvent> encoder) throws IOException {
        LoggerContext context = logger().getLoggerContext();
        StandardEnvironment shipped = new StandardEnvironment();
        for (PropertySource<?> source : shipped()) {
            shipped.getPropertySources().addLast(source);
        }
        context.putObject(Environment.class.getName(), shipped);
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(written);
        appender.start();
        logger().setLevel(Level.INFO);
        logger().addAppender(appender);
        return appender;
    }

    private static StructuredLogEncoder json(String format) {
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setFormat(format);
        return encoder;
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<ObjectNode> objects() throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        for (String line : lines()) {
            objects.add((ObjectNode) JSON.readTree(line));
        }
        return objects;
    }

    @Test
    void tellsInEveryLineWhatItIsAboutFromReceiptToRest() throws Exception {
        try (Whole caravan = new Whole(folder)) {
            var appender = to(json("logstash"));
            caravan.start("--caravan.progress.every-ms=600000");
            caravan.faults("[{\"on\":\"batches.create\",\"do\":\"status\",\"status\":503}]");
            caravan.drop("one", ROWS);
            caravan.published(ROWS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> written.toString(StandardCharsets.UTF_8).contains("Manifest 1 of drop 1"));
            logger().detachAppender(appender);
            for (ObjectNode line : objects()) {
                everyNumberIsAField(line);
            }
            List<String> told = objects().stream()
                    .filter(line -> line.has("drop") || line.has("batch") || line.has("publication"))
                    .map(LogsTest::plain)
                    .filter(line -> !line.contains("in_progress") && !line.contains("finalizing"))
                    .distinct()
                    .toList();
            // Each stage says so when it is in the ledger, and another may go on with it at once.
            assertThat(told)
                    .containsExactlyInAnyOrder(
                            line("intake.Receive", "receive", "Drop 1 (one.jsonl): received", DROP),
                            line(
                                    "intake.Read",
                                    "read",
                                    "Drop 1 (one.jsonl, chat): read 3, refused 0, duplicate 0, unchanged 0, stale 0, queued 3",
                                    DROP),
                            line(
                                    "batch.BatchCutter",
                                    "assemble",
                                    "Batch 1 of chat: 3 requests, N bytes, about N input tokens",
                                    BATCH),
                            line(
                                    "batch.TryInHand",
                                    "submit",
                                    "Batch 1: nobody knows whether simulator accepted it (A simulated answer with status"
                                            + " 503.); it is looked for before anything else is sent",
                                    BATCH),
                            line(
                                    "batch.DoubtEnds",
                                    "submit",
                                    "Batch 1 stays in doubt: its inputs are revoked; waiting PT1S before the last look;"
                                            + " next look in PT1S",
                                    BATCH),
                            line(
                                    "batch.Recoveries",
                                    "submit",
                                    "Batch 1: simulator never accepted it; it is sent again",
                                    BATCH),
                            line(
                                    "batch.TryInHand",
                                    "submit",
                                    "Batch 1 submitted: 3 requests, simulator has it as batch_N",
                                    BATCH),
                            line(
                                    "batch.PollInHand",
                                    "poll",
                                    "Batch 1 is completed at simulator (3 of 3 done, 0 failed)",
                                    BATCH),
                            line(
                                    "batch.Harvest",
                                    "collect",
                                    "Batch 1 collected: 3 sent, 3 ok, 0 invalid, 0 error, 0 missing, 0 not run, 0 surplus",
                                    BATCH),
                            line(
                                    "publish.Publishing",
                                    "publication",
                                    "Publication 1 of chat: 3 records for chat-jsonl",
                                    PUBLICATION),
                            line(
                                    "publish.FileSink",
                                    "publish",
                                    "Publication 1 of chat: 3 records written to N.jsonl",
                                    Map.of("publication", "1", "task", "chat", "sink", "chat-jsonl")),
                            line(
                                    "retention.Manifests",
                                    "manifests",
                                    "Manifest 1 of drop 1: 3 rows read, root N",
                                    DROP));
        }
    }

    private static void everyNumberIsAField(JsonNode line) {
        TOLD.forEach((field, pattern) -> {
            Matcher number = pattern.matcher(line.path("message").asText());
            if (number.find()) {
                assertThat(line.path(field).asText()).as(line.toString()).isEqualTo(number.group(1));
            }
        });
    }

    /** Without what differs from run to run, its fields in order. */
    private static String plain(ObjectNode line) {
        line.remove(List.of("@timestamp", "@version", "thread_name", "level_value", "level"));
        Map<String, String> fields = new TreeMap<>();
        line.fields()
                .forEachRemaining(
                        field -> fields.put(field.getKey(), field.getValue().asText()));
        return fields.toString()
                .replaceAll("\\d+ (bytes|input tokens)", "N $1")
                .replaceAll("batch_\\w+", "batch_N")
                .replaceAll("written to [^ ,]+", "written to N.jsonl")
                .replaceAll("root [0-9a-f]{64}", "root N");
    }

    private static String line(String logger, String stage, String message, Map<String, String> ids) {
        Map<String, String> fields = new TreeMap<>(ids);
        fields.putAll(Map.of("node", "1", "stage", stage, "message", message));
        fields.put("logger_name", "dev.caravan." + logger);
        return fields.toString();
    }

    @Test
    void nothingThatComesFromElsewhereForgesALine() throws Exception {
        for (String format : List.of("ecs", "logstash", "gelf")) {
            var appender = to(json(format));
            try (Work work = Work.begin("read", InHand.drop(7).task("a\nb"))) {
                logger().warn("Drop 7 ({}): {}", HOSTILE, "said", new IOException(HOSTILE));
            }
            logger().detachAppender(appender);
        }
        assertThat(lines()).hasSize(3).allSatisfy(line -> {
            assertThat(line.chars().filter(Character::isISOControl).count()).isZero();
            assertThat(JSON.readTree(line).toString()).contains("12:00:00.000 ERROR Forged");
        });
        written.reset();

        PatternLayoutEncoder human = new PatternLayoutEncoder();
        human.setPattern(setting("logging.pattern.console"));
        var appender = to(human);
        logger().info("one");
        logger().warn("Drop 7 ({}): {}", HOSTILE, "said", new IOException(HOSTILE));
        logger().info("two");
        logger().detachAppender(appender);
        String all = written.toString(StandardCharsets.UTF_8);
        assertThat(all).doesNotContain("\u001b", "\r", "\u0085", "\u202e").contains("?[2Jyours");
        assertThat(lines().stream().filter(line -> line.matches("\\d\\d:.*")).map(line -> line.substring(13)))
                .containsExactly("INFO  caravan      one", "WARN  caravan      Drop 7 (x", "INFO  caravan      two");
        assertThat(lines().stream().filter(line -> !line.matches("\\d\\d:.*")))
                .allMatch(line -> line.startsWith("  "))
                .anyMatch(line -> line.startsWith("  12:00:00.000 ERROR Forged"))
                .anyMatch(line -> line.matches("\\s+at dev\\.caravan\\.env\\.LogsTest.*"));
    }

    @Test
    void aFileWithAHostileNameIsToldInOneLine() throws Exception {
        try (Whole caravan = new Whole(folder)) {
            PatternLayoutEncoder human = new PatternLayoutEncoder();
            human.setPattern(setting("logging.pattern.console"));
            var appender = to(human);
            caravan.start();
            Path inbox = Files.createDirectories(caravan.data().resolve("inbox").resolve(Whole.TASK));
            Files.writeString(inbox.resolve("a\n12:00:00.000 ERROR Forged.jsonl"), "{}\n");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> written.toString(StandardCharsets.UTF_8).contains("was not taken"));
            logger().detachAppender(appender);
            assertThat(lines()).noneMatch(line -> line.startsWith("12:00:00.000"));
        }
    }
}
