package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.DownloadInHand.Wanted;
import org.junit.jupiter.api.Test;

class ReadsTest {
    private final Reads reads = new Reads();

    @Test
    void acceptsAReadThatAgreesWithTheProvidersCounts() {
        assertThat(reads.complete(1, wanted(3), 3, "aa")).isTrue();
    }

    @Test
    void acceptsAnyReadWhereCountsCantBeTrusted() {
        assertThat(reads.complete(1, wanted(-1), 3, "aa")).isTrue();
    }

    @Test
    void readsAgainUntilTwoReadsInARowAreIdentical() {
        assertThat(reads.complete(1, wanted(3), 2, "aa")).isFalse();
        assertThat(reads.complete(1, wanted(3), 1, "bb")).isFalse();
        assertThat(reads.complete(1, wanted(3), 2, "aa")).isFalse();
        assertThat(reads.complete(1, wanted(3), 2, "aa")).isTrue();
    }

    @Test
    void keepsBatchesApart() {
        assertThat(reads.complete(1, wanted(3), 2, "aa")).isFalse();
        assertThat(reads.complete(2, wanted(3), 2, "aa")).isFalse();
    }

    private static Wanted wanted(long lines) {
        return new Wanted(1, "results", "file-1", 1, lines, "batches/1/results.jsonl");
    }
}
