package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.RecordState;
import dev.caravan.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that nothing but the nonce tells apart. */
class NonceTest {
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"mood\":{\"enum\":[\"good\",\"bad\"]},"
            + "\"check\":{\"type\":\"string\"}},\"required\":[\"mood\",\"check\"],\"additionalProperties\":false}";
    private static final Pattern SHOWN =
            Pattern.compile("\"custom_id\":\"([^\"]+)\".*so so \\| check: ([a-z0-9]{8})\"");

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(
                folder,
                new Task.Output(SCHEMA, 1, Map.of("check", Task.Output.NONCE), true, 1000, false),
                "{{text}} | check: {{caravan.nonce}}");
    }

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    @Test
    void swappedAnswersAreInvalidAndTheOthersArePublishedWithoutIt() throws IOException {
        rig.submitted(4);
        Map<String, String> nonces = nonces(1);
        assertThat(nonces.values()).doesNotHaveDuplicates().hasSize(4);
        BatchInHand batch = rig.ended(Rig.status("completed", 4, 4, 0, Map.of("results", "f1")));
        rig.bringHome(
                batch,
                Map.of(
                        "results",
                        answer(1, nonces.get(rig.customId(2, 1)))
                                + answer(2, nonces.get(rig.customId(1, 1)))
                                + answer(3, nonces.get(rig.customId(3, 1)))
                                + rig.ok(4, 1, "{\"mood\":\"bad\"}")));

        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.INVALID_OUTPUT)).isEqualTo(3);
        var file = rig.ledger.collection().files(batch.getId()).get(0);
        long third = answer(1, "12345678").length() * 2L;
        var where = new dev.caravan.ledger.Collection.ResultAt(0, third);
        try (AnswerReader reader = rig.answers.open()) {
            byte[] value =
                    reader.valueOf(new AnswerReader.Answer(batch.getId(), 3, rig.tasks.recipeOf("moods"), file, where));
            assertThat(new String(value, StandardCharsets.UTF_8)).isEqualTo("{\"mood\":\"bad\"}");
        }
    }

    @Test
    void isAnotherOneForEachAttempt() throws IOException {
        rig.submitted(1);
        Map<String, String> first = nonces(1);
        BatchInHand batch = rig.ended(Rig.status("expired", 1, 0, 0, Map.of("errors", "f2")));
        rig.bringHome(batch, Map.of("errors", rig.notRun(1, 1)));
        rig.assemble.once();
        rig.creatingAgain().getAttempt().accepted("batch_2");
        BatchInHand again = rig.ended(new dev.caravan.provider.JobStatus(
                "batch_2", "completed", true, 1, 1, 0, Map.of("results", "f3"), null));
        String old = first.get(rig.customId(1, 1));
        assertThat(nonces(2).get(rig.customId(1, 2))).isNotEqualTo(old);
        rig.bringHome(again, Map.of("results", rig.ok(1, 2, "{\"mood\":\"bad\",\"check\":\"" + old + "\"}")));

        assertThat(rig.in(RecordState.INVALID_OUTPUT)).isEqualTo(1);
    }

    @Test
    void dependsOnTheSecretOfTheLedger() {
        byte[] secret = "one".getBytes(StandardCharsets.UTF_8);
        String nonce = new Nonces(secret).of("cabc1-1-1");

        assertThat(nonce).matches("[a-z2-9]{8}");
        assertThat(new Nonces(secret).of("cabc1-1-1")).isEqualTo(nonce);
        assertThat(new Nonces("two".getBytes(StandardCharsets.UTF_8)).of("cabc1-1-1"))
                .isNotEqualTo(nonce);
    }

    private String answer(int record, String nonce) {
        return rig.ok(record, 1, "{\"mood\":\"bad\",\"check\":\"" + nonce + "\"}");
    }

    /** By custom id, as the requests show them. */
    private Map<String, String> nonces(long batchId) throws IOException {
        String requests;
        try (var in = rig.spool.open("batches/" + batchId + "/requests.jsonl", 0)) {
            requests = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Map<String, String> found = new HashMap<>();
        for (String line : requests.lines().toList()) {
            Matcher shown = SHOWN.matcher(line);
            assertThat(shown.find()).as(line).isTrue();
            found.put(shown.group(1), shown.group(2));
        }
        return found;
    }
}
