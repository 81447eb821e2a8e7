package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Submissions.State;
import dev.caravan.ledger.Submissions.Submission;
import dev.caravan.ledger.Submissions.Tokens;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Times by a clock that may have been set back between any two of them. */
class BatchTimesTest {

    /** Seconds of acceptance, of the end of reading, of the first writing of its output, of a cancel, of the end; 0 for none. */
    private static BatchTimes times(int created, int read, int writing, int cancelled, int ended) {
        return BatchTimes.of(new Submission(
                1,
                "batch_a",
                "default",
                "shop",
                "sha",
                1,
                Instant.ofEpochSecond(created),
                ended == 0 ? State.OPEN : State.COMPLETED,
                at(cancelled),
                at(ended),
                1,
                0,
                read > 0,
                at(read),
                at(writing),
                null,
                null,
                Tokens.NONE,
                0,
                null));
    }

    private static @Nullable Instant at(int seconds) {
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }

    private static BatchTimes of(int created, int inProgress, int finalizing, int cancelling, int ended) {
        return new BatchTimes(
                Instant.ofEpochSecond(created), at(inProgress), at(finalizing), at(cancelling), at(ended));
    }

    @Test
    void eachIsThereWhenItsStageIs() {
        assertThat(times(5, 0, 0, 0, 0)).isEqualTo(of(5, 0, 0, 0, 0));
        assertThat(times(5, 6, 0, 0, 0)).isEqualTo(of(5, 6, 0, 0, 0));
        assertThat(times(5, 6, 7, 0, 0)).isEqualTo(of(5, 6, 7, 0, 0));
        assertThat(times(5, 6, 8, 7, 9)).isEqualTo(of(5, 6, 8, 7, 9));
        assertThat(times(5, 0, 0, 7, 0)).as("cancelled before it was read").isEqualTo(of(5, 0, 0, 7, 0));
    }

    @Test
    void noneIsEarlierThanTheOneBeforeIt() {
        assertThat(times(5, 4, 0, 0, 0)).isEqualTo(of(5, 5, 0, 0, 0));
        assertThat(times(5, 9, 8, 0, 7)).isEqualTo(of(5, 9, 9, 0, 9));
        assertThat(times(5, 6, 7, 3, 8)).isEqualTo(of(5, 6, 7, 5, 8));
        assertThat(times(5, 6, 7, 9, 8)).isEqualTo(of(5, 6, 7, 9, 9));
    }

    @Test
    void aBatchThatEndedBeforeTheTimeOfItsWritingWasKeptHasThatOfItsEnd() {
        assertThat(times(5, 6, 0, 0, 8)).isEqualTo(of(5, 6, 8, 0, 8));
    }
}
