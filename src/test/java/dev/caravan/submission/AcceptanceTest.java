package dev.caravan.submission;

import static dev.caravan.submission.SubmissionRig.EXTRACT;
import static dev.caravan.submission.SubmissionRig.SHIPPED;
import static dev.caravan.submission.SubmissionRig.SHOP;
import static dev.caravan.submission.SubmissionRig.SUMMARIZE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Submissions.Part;
import dev.caravan.ledger.Submissions.Submission;
import dev.caravan.submission.RefusedSubmission.Why;
import dev.caravan.task.Tasks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies of lines and what becomes of them, in a real ledger and a real spool. */
class AcceptanceTest {
    @TempDir
    Path data;

    private SubmissionRig rig;

    @BeforeEach
    void open() {
        rig = new SubmissionRig(data);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private RefusedSubmission refused(String body, @Nullable String key) {
        return catchThrowableOfType(RefusedSubmission.class, () -> rig.accept(body, key));
    }

    @Test
    void eachTaskGetsADropOfItsLinesInTheirOrder() throws Exception {
        String id = rig.accept(
                        EXTRACT.formatted("a") + "\r\n" + SUMMARIZE.formatted("b")
                                + EXTRACT.formatted("ä").strip(),
                        null)
                .publicId();

        assertThat(id).matches("batch_[a-z2-7]{26}");
        Submission known = rig.ledger.submissions().find("default", id).orElseThrow();
        assertThat(known.lines()).isEqualTo(3);
        assertThat(known.read()).isFalse();
        assertThat(rig.ledger.submissions().find("sales", id)).isEmpty();
        List<Part> parts = rig.ledger.submissions().parts(known.id());
        assertThat(parts).extracting(Part::operation).containsExactly("extract", "summarize");
        Drops.Drop drop = rig.ledger.drops().find(parts.get(0).dropId()).orElseThrow();
        assertThat(drop.state()).isEqualTo(DropState.RECEIVED);
        assertThat(drop.uri()).isEqualTo(id + "/extract.jsonl");
        String row = "{\"custom_id\":\"%s\",\"entities\":[{\"description\":\"A human\",\"name\":\"p\"}],\"id\":\"" + id
                + ":%s\",\"text\":\"T\"}\n";
        assertThat(rig.text(parts.get(0).path())).isEqualTo(row.formatted("a", "a") + row.formatted("ä", "ä"));
        assertThat(rig.text(parts.get(1).path()))
                .isEqualTo("{\"custom_id\":\"b\",\"id\":\"" + id + ":b\",\"max_tokens\":7,\"text\":\"T\"}\n");
        assertThat(rig.text("submissions/" + id + "/body.jsonl").lines()).hasSize(3);
    }

    @Test
    void oneObjectMayBeWrittenOverSeveralLines() throws Exception {
        assertThat(rig.accept(SUMMARIZE.formatted("b").replace(",", ",\n  ").replace("{", "{\n"), null)
                        .lines())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            {"custom_id":"b","body":{"model":"translate","text":"T"}} | body.model | must be one of extract, summarize, classify, but is "translate"
            {"custom_id":"b","body":{"text":"T"}} | body.model | must be one of extract, summarize, classify, but is missing
            {"custom_id":"b","body":{"model":"extract" | - | malformed JSON: Unexpected end-of-input: expected close marker for Object that begins in column 25
            {"custom_id":"b"} {} | - | malformed JSON: more text after the object
            ["custom_id"] | - | a record is a JSON object, but this is an array
            {"custom_id":"a","body":{"model":"summarize","text":"T"}} | custom_id | stands in an earlier line, too: "a"
            {"body":{"model":"summarize","text":"T"}} | custom_id | must be a text that is not empty, but is missing
            {"custom_id":7,"body":{"model":"summarize","text":"T"}} | custom_id | must be a text that is not empty, but is 7
            {"custom_id":"b","body":{"model":"summarize","text":"T","document":"x"}} | body.document | documents are not taken in batches: pass the text of it in body.text
            {"custom_id":"b","method":"GET","body":{"model":"summarize","text":"T"}} | method | must be "POST", but is "GET"
            {"custom_id":"b","url":"/v1/x","body":{"model":"summarize","text":"T"}} | url | must be "/v1/chat/completions", but is "/v1/x"
            {"custom_id":"b","body":{"model":"summarize","text":" "}} | body.text | must be a text that is not empty, but is empty
            {"custom_id":"b","body":{"model":"summarize","text":"T","instuctions":"x"}} | body.instuctions | is not known here. Allowed: instructions, max_tokens, model, text
            {"custom_id":"b","body":{"model":"summarize","text":"T","max_tokens":0}} | body.max_tokens | must be a whole number from 1 to 1000000, but is 0
            {"custom_id":"b","body":{"model":"extract","text":"T","entities":{}}} | body.entities | names no entity
            {"custom_id":"b","body":{"model":"extract","text":"T","entities":{"p":{"description":"d","threshold":2}}}} | body.entities.p.threshold | must be a number from 0 to 1, but is 2
            {"custom_id":"b","body":{"model":"classify","text":"T","labels":[]}} | body.labels | must be a list that is not empty, but is an empty list
            {"custom_id":"b","body":{"model":"classify","text":"T","labels":[{"name":"x"}]}} | body.labels[0].rubric | must be a text that is not empty, but is missing
            """)
    void theFirstBadLineIsNamedAndNothingIsKept(String bad, @Nullable String field, String reason) throws Exception {
        RefusedSubmission refused = refused(EXTRACT.formatted("a") + bad + "\n" + EXTRACT.formatted("z"), null);

        assertThat(refused.why()).isEqualTo(Why.INVALID);
        assertThat(refused.line()).isEqualTo(2);
        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused).hasMessage(reason);
        assertThat(rig.files()).isEmpty();
        assertThat(rig.ledger.drops().claimForRead()).isEmpty();
        assertThat(rig.ledger.drops().find(1).orElseThrow().state()).isEqualTo(DropState.VOID);
    }

    @Test
    void aBodyHasItsLimits() throws Exception {
        assertThat(refused("", null)).hasMessage("The body is empty: send one JSON object a line");
        assertThat(refused(EXTRACT.formatted("x".repeat(257)), null).field()).isEqualTo("custom_id");
        assertThat(refused(EXTRACT.formatted("a") + " ".repeat(1_001) + "\n", null))
                .hasMessage("the line is longer than 1000 bytes (caravan.http.max-line)")
                .extracting(RefusedSubmission::line)
                .isEqualTo(2L);
        assertThat(refused("\n".repeat(4_001), null).why()).isEqualTo(Why.TOO_LARGE);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            many.append(EXTRACT.formatted(i));
        }
        assertThat(refused(many.toString(), null)).hasMessage("more than 5 lines (caravan.http.max-lines)");
        assertThat(rig.files()).isEmpty();
    }

    @Test
    void anOperationWithoutATaskIsNotConfigured() {
        Throwable thrown = catchThrowableOfType(
                RefusedSubmission.class,
                () -> rig.acceptance(new Tasks(Map.of()))
                        .accept(
                                SHOP,
                                new ByteArrayInputStream(EXTRACT.formatted("a").getBytes(UTF_8)),
                                null));

        assertThat(((RefusedSubmission) thrown).why()).isEqualTo(Why.NOT_CONFIGURED);
    }

    @Test
    void theSameKeyAndBodyAreAcceptedOnce() throws Exception {
        Acceptance.Accepted first = rig.accept(EXTRACT.formatted("a"), "k");
        Acceptance.Accepted again = rig.accept(EXTRACT.formatted("a"), "k");

        assertThat(again).isEqualTo(new Acceptance.Accepted(first.publicId(), 1, true));
        assertThat(refused(EXTRACT.formatted("b"), "k").why()).isEqualTo(Why.CONFLICT);
        assertThat(rig.accept(EXTRACT.formatted("a"), null).publicId()).isNotEqualTo(first.publicId());
        assertThat(rig.ledger.drops().find(3)).isEmpty();
    }

    @Test
    void oneKeyIsAcceptedByOneAtATime() throws Exception {
        Acceptance acceptance = rig.acceptance(SHIPPED);
        InputStream asks = new InputStream() {
            @Override
            public int read() throws IOException {
                RefusedSubmission second = catchThrowableOfType(
                        RefusedSubmission.class,
                        () -> acceptance.accept(SHOP, new ByteArrayInputStream(new byte[0]), "k"));
                assertThat(second.why()).isEqualTo(Why.CONFLICT);
                return -1;
            }
        };
        InputStream body = new SequenceInputStream(
                new ByteArrayInputStream(EXTRACT.formatted("a").getBytes(UTF_8)), asks);

        assertThat(acceptance.accept(SHOP, body, "k").lines()).isEqualTo(1);
    }

    @Test
    void aBodyThatBreaksOffLeavesNothing() throws Exception {
        InputStream breaks = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset by peer");
            }
        };
        InputStream body = new SequenceInputStream(
                new ByteArrayInputStream(EXTRACT.formatted("a").getBytes(UTF_8)), breaks);

        assertThatThrownBy(() -> rig.acceptance(SHIPPED).accept(SHOP, body, null))
                .hasMessage("reset by peer");
        assertThat(rig.files()).isEmpty();
    }

    @Test
    void idsAreToldApartHoweverMany() {
        SeenIds seen = new SeenIds();
        for (int i = 0; i < 20_000; i++) {
            assertThat(seen.add("id-" + i)).isTrue();
        }
        for (int i = 0; i < 20_000; i += 97) {
            assertThat(seen.add("id-" + i)).isFalse();
        }
    }
}
