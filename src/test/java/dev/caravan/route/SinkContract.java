package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.ledger.RecordState;
import dev.caravan.publish.DeliveryInHand;
import dev.caravan.publish.PublicationAlarm;
import dev.caravan.publish.SinkBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every sink must do: through its sample route and its kamelet, with a real ledger, into what it is made for. */
@Timeout(120)
abstract class SinkContract {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    private static final String HARD = """
            {"category":"O'Neill\\"); DROP TABLE ticket_triage;--","note":"a\\tb\\r\\nc \\\\u0000 <b>&amp;</b> \\u202eüß 日本語 👩‍🚀",\
            "score":-0.125,"tags":["x,y",{"k":null}]}""";

    @TempDir
    Path data;

    final Ticking clock = new Ticking();
    SinkBench bench;
    RouteRig rig;

    /** What a reader of the sink finds of a record. */
    record Stored(String sourceId, int revision, JsonNode answer) {}

    /** Time that goes when it is told to. */
    static final class Ticking extends Clock {
        Instant now = Instant.parse("2026-01-05T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** File of the sample route, below the folder of this project; its name is that of the sink. */
    abstract String sample();

    /** Starts the receiver. */
    abstract void startReceiver() throws Exception;

    /** Binds what the route needs; again after each restart. */
    abstract void bind() throws Exception;

    /** Everything the receiver holds, in the order of arrival if it has one. */
    abstract List<Stored> stored() throws Exception;

    /** Takes the receiver away. */
    abstract void breakDown() throws Exception;

    abstract void repair() throws Exception;

    /** What a reader takes for the value of a record: here, that of the highest revision. */
    Optional<Stored> current(String sourceId) throws Exception {
        return stored().stream()
                .filter(one -> one.sourceId().equals(sourceId))
                .max(Comparator.comparing(Stored::revision));
    }

    /** The file that is loaded, relative to the folder of the routes. */
    String route() throws Exception {
        return "../" + sample();
    }

    final String sink() {
        return Path.of(sample()).getFileName().toString().replace(".camel.yaml", "");
    }

    @BeforeEach
    final void start() throws Exception {
        bench = new SinkBench(data, sink(), clock);
        startReceiver();
        open();
    }

    /** Starts the routes of a process. */
    final void open() throws Exception {
        rig = new RouteRig("http://localhost:9/v1")
                .property("caravan.data", data.toString())
                .property("caravan.outbox", data.resolve("outbox").toString());
        rig.bind("publish", bench.publish());
        bind();
        rig.load(route()).start();
    }

    @AfterEach
    final void stop() {
        rig.close();
        bench.close();
    }

    final Exchange send(DeliveryInHand delivery) {
        return rig.context
                .createProducerTemplate()
                .request("direct:sink-" + sink(), exchange -> exchange.setVariable("delivery", delivery));
    }

    /** Sends all that is due; returns why the last one failed. */
    final Optional<Throwable> deliver() {
        Throwable why = null;
        for (Optional<DeliveryInHand> next = bench.claim(); next.isPresent(); next = bench.claim()) {
            Exchange sent = send(next.get());
            why = sent.getException();
            if (why == null) {
                bench.publish().delivered(next.get());
            } else {
                bench.publish().failed(next.get(), why);
            }
        }
        return Optional.ofNullable(why);
    }

    final void crash() throws Exception {
        rig.close();
        bench.crash();
        open();
    }

    static Stored stored(String sourceId, int revision, String answer) throws Exception {
        return new Stored(sourceId, revision, JSON.readTree(answer));
    }

    static Map<String, String> answers(String... idsAndAnswers) {
        Map<String, String> answers = new LinkedHashMap<>();
        for (int i = 0; i < idsAndAnswers.length; i += 2) {
            answers.put(idsAndAnswers[i], idsAndAnswers[i + 1]);
        }
        return answers;
    }

    @Test
    void bringsEveryRecordWithItsAnswer() throws Exception {
        bench.publication(answers("T-1", "{\"category\":\"billing\",\"score\":0.70}", "T'2", HARD));
        assertThat(deliver()).isEmpty();
        assertThat(stored())
                .containsExactlyInAnyOrder(
                        stored("T-1", 1, "{\"category\":\"billing\",\"score\":0.70}"), stored("T'2", 1, HARD));
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 2L));
    }

    @Test
    void aSendThatNobodyHeardOfIsRepeatedWithoutASecondEffect() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}", "b", "{\"category\":\"y\"}"));
        assertThat(send(bench.claim().orElseThrow()).getException()).isNull();
        crash();
        assertThat(deliver()).isEmpty();
        assertThat(current("a")).contains(stored("a", 1, "{\"category\":\"x\"}"));
        assertThat(current("b")).contains(stored("b", 1, "{\"category\":\"y\"}"));
        assertThat(effects()).isEqualTo(2);
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 2L));
    }

    /** How many records a reader counts, who drops what the contract of the sink lets him recognise as a repetition. */
    long effects() throws Exception {
        return stored().size();
    }

    @Test
    void aNewerRevisionTakesThePlaceOfTheOlder() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}"));
        assertThat(deliver()).isEmpty();
        bench.publication(answers("a", "{\"category\":\"y\"}"));
        assertThat(deliver()).isEmpty();
        assertThat(current("a")).contains(stored("a", 2, "{\"category\":\"y\"}"));
    }

    /** A result is keyed by source record ID, prompt version and model: another one of these is another revision. */
    @Test
    void aRerunWithANewPromptReplacesItsRecordAndNoOther() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}", "b", "{\"category\":\"x\"}"));
        assertThat(deliver()).isEmpty();
        bench.newPrompt();
        bench.publication(answers("a", "{\"category\":\"x\"}"));
        assertThat(deliver()).isEmpty();
        assertThat(Files.readString(bench.content(2)))
                .contains("\"revision\":2,\"result\":{\"category\":\"x\"},\"prompt_version\":4,")
                .hasLineCount(1);
        assertThat(current("a")).contains(stored("a", 2, "{\"category\":\"x\"}"));
        assertThat(current("b")).contains(stored("b", 1, "{\"category\":\"x\"}"));
    }

    @Test
    void aLateDeliveryNeverBringsAnOldValueBack() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}", "b", "{\"category\":\"only\"}"));
        bench.publish().failed(bench.claim().orElseThrow(), new PublicationAlarm("given up"));
        bench.publication(answers("a", "{\"category\":\"y\"}"));
        assertThat(deliver()).isEmpty();
        crash();
        assertThat(deliver()).isEmpty();
        assertThat(current("a")).contains(stored("a", 2, "{\"category\":\"y\"}"));
        assertThat(current("b")).contains(stored("b", 1, "{\"category\":\"only\"}"));
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 2L, RecordState.SUPERSEDED, 1L));
    }

    @Test
    void deliversWhenTheReceiverIsBack() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}"));
        breakDown();
        assertThat(deliver()).isPresent();
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.COMPLETED, 1L));
        repair();
        clock.now = clock.now.plus(Duration.ofMinutes(5));
        assertThat(deliver()).isEmpty();
        assertThat(stored()).containsExactly(stored("a", 1, "{\"category\":\"x\"}"));
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 1L));
    }

    /** Longer than the sends of one delivery last: it was given up, and still nobody has to do anything. */
    @Test
    void deliversByItselfWhenTheReceiverIsBackAfterItWasGivenUp() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}"));
        breakDown();
        for (int hour = 0; hour < 7; hour++) {
            assertThat(deliver()).as("hour " + hour).isPresent();
            clock.now = clock.now.plus(Duration.ofHours(1));
        }
        repair();
        assertThat(deliver()).isEmpty();
        assertThat(stored()).containsExactly(stored("a", 1, "{\"category\":\"x\"}"));
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 1L));
    }

    @Test
    void sendsNothingOfContentThatIsNotWhatWasFrozen() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}"));
        Path content = bench.content(1);
        Files.writeString(content, Files.readString(content).replace("\"x\"", "\"z\""));
        assertThat(deliver().map(Throwable::toString))
                .hasValueSatisfying(why -> assertThat(why).contains("is not what was frozen"));
        assertThat(stored()).isEmpty();
        assertThat(bench.claim()).isEmpty();
    }
}
