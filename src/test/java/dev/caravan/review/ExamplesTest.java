package dev.caravan.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.batch.ReviewRig;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.task.Task;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits as examples to learn from, read beside a Caravan that runs. */
class ExamplesTest {
    @TempDir
    Path folder;

    @Test
    void writesWhatCameInWhatAModelSaidAndWhatAPersonSays() throws IOException {
        try (var rig = new ReviewRig(folder, new Task.Review("mood == \"bad\"", 0, 1))) {
            rig.answered(4, i -> i == 2 ? "fine, thanks" : "{\"id\":\"r" + i + "\",\"mood\":\"bad\"}");
            var reviews = ReviewsTest.reviews(rig);
            reviews.decide(Decision.edit(1, 1, "reviewer-1", "{\"id\":\"r1\",\"mood\":\"good\"}"));
            reviews.decide(Decision.edit(2, 1, "reviewer-1", "{\"id\":\"r2\",\"mood\":\"good\"}"));
            reviews.decide(Decision.approve(3, 1, "reviewer-2"));
            String at = rig.now().toString();
            String head = ",\"prompt_version\":1,\"model\":\"sim/gpt-4o-mini\",\"input\":{\"id\":\"";
            String edited = "{\"task\":\"moods\",\"source_id\":\"r1\"" + head
                    + "r1\",\"text\":\"so so\"},\"answer\":{\"id\":\"r1\",\"mood\":\"bad\"},\"expected\":{\"id\":\"r1\","
                    + "\"mood\":\"good\"},\"reason\":\"review.when\",\"actor\":\"reviewer-1\",\"at\":\"" + at
                    + "\",\"why\":null}\n";
            String text = "{\"task\":\"moods\",\"source_id\":\"r2\"" + head
                    + "r2\",\"text\":\"so so\"},\"answer\":\"fine, thanks\",\"expected\":{\"id\":\"r2\","
                    + "\"mood\":\"good\"},\"reason\":\"parse\",\"actor\":\"reviewer-1\",\"at\":\"" + at
                    + "\",\"why\":null}\n";
            String approved = "{\"task\":\"moods\",\"source_id\":\"r3\"" + head
                    + "r3\",\"text\":\"so so\"},\"answer\":{\"id\":\"r3\",\"mood\":\"bad\"},\"expected\":{\"id\":\"r3\","
                    + "\"mood\":\"bad\"},\"reason\":\"review.when\",\"actor\":\"reviewer-2\",\"at\":\"" + at
                    + "\",\"why\":null}\n";
            assertThat(export(rig, Instant.EPOCH, false)).isEqualTo(edited + text);
            assertThat(export(rig, Instant.EPOCH, true)).isEqualTo(edited + text + approved);
            assertThat(export(rig, rig.now().plusSeconds(1), true)).isEmpty();
        }
    }

    @Test
    void anExampleIsOneLineWhateverTheModelSaid() throws IOException {
        List<String> said = List.of(
                "{\"id\":\"r1\",\n\"mood\":\"bad\",\"mood\":\"good\"}", "{\"id\":\"r2\",\r\n\"n\":1e999999999}", "[1]");
        try (var rig = new ReviewRig(folder, new Task.Review(null, 0, 1))) {
            rig.answered(3, i -> said.get(i - 1).replace("\n", "\\n").replace("\r", "\\r"));
            var reviews = ReviewsTest.reviews(rig);
            for (int i = 1; i <= 3; i++) {
                reviews.decide(Decision.edit(i, 1, "reviewer-1", "{\"id\":\"r" + i + "\",\"mood\":\"good\"}"));
            }
            List<JsonNode> answers = new ArrayList<>();
            for (String line : export(rig, Instant.EPOCH, false).lines().toList()) {
                answers.add(new ObjectMapper().readTree(line).get("answer"));
            }
            assertThat(answers).extracting(JsonNode::isTextual).containsExactly(true, true, false);
            assertThat(answers).extracting(JsonNode::asText).containsExactly(said.get(0), said.get(1), "");
        }
    }

    private String export(ReviewRig rig, Instant since, boolean approved) throws IOException {
        var out = new StringWriter();
        try (LedgerReader ledger = LedgerReader.open(folder)) {
            assertThat(ledger.tasks()).containsExactly("moods");
            Examples.Written written = new Examples(
                            ledger.decisions(), ledger.openItems(), rig.spool(), rig.answersFrom(ledger))
                    .write("moods", since, approved, out);
            assertThat(written.unreadable()).isZero();
            assertThat(written.examples()).isEqualTo(out.toString().lines().count());
        }
        return out.toString();
    }
}
