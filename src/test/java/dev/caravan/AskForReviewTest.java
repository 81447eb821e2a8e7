package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.ReviewRig;
import dev.caravan.ledger.Requests;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.task.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command beside a process that has the ledger open. */
class AskForReviewTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path data;

    private int review(String... options) {
        return review(Duration.ZERO, options);
    }

    private int review(Duration patience, String... options) {
        String[] all = new String[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--caravan.data=" + data;
        return new AskForReview(
                        patience,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(all);
    }

    @Test
    void aRefusalIsAFailureWhateverItsWords() throws IOException {
        try (var rig = new ReviewRig(data, new Task.Review(null, 0, 3))) {
            rig.answered(1, i -> "{\"id\":\"r" + i + "\",\"mood\":\"bad\"}");
            for (Answer answer : List.of(new Answer("no", true), new Answer("not done in vain", false))) {
                var code = CompletableFuture.supplyAsync(
                        () -> review(Duration.ofMinutes(1), "--task=moods", "--source-id=r1", "--why=x"));
                long request = Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> rig.ledger().requests().open(Set.of(Kind.REVIEW)), open -> open.size() == 1)
                        .get(0)
                        .id();
                rig.ledger().requests().done(request, answer);
                assertThat(code.join()).isEqualTo(answer.refused() ? 1 : 0);
            }
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("review: record 1: no\n");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("review: record 1: not done in vain\n");
    }

    @Test
    void leavesTheRequestForTheNewestRevisionOfTheRecord() throws IOException {
        try (var rig = new ReviewRig(data, new Task.Review(null, 0, 3))) {
            rig.answered(2, i -> "{\"id\":\"r" + i + "\",\"mood\":\"bad\"}");
            assertThat(review("--task=moods", "--source-id=r2", "--why=is it?")).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .startsWith("review: record 2: noted. It is done when a Caravan runs on ");
            assertThat(rig.ledger().requests().open(Set.of(Kind.REVIEW)))
                    .extracting(Requests.Request::wish)
                    .containsExactly(new Requests.Wish(Kind.REVIEW, Requests.About.TASK, "2 is it?"));
            assertThat(review("--task=moods", "--source-id=r9", "--why=is it?")).isEqualTo(1);
            assertThat(review("--task=moods", "--source-id=r2")).isEqualTo(2);
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("review: task \"moods\" has no record with this source ID. Nothing was done")
                .contains("review: --task=<task> and --source-id=<id> say which record");
    }
}
