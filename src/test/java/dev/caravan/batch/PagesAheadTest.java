package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Assembly.Candidate;
import dev.caravan.ledger.Assembly.Identity;
import dev.caravan.ledger.Assembly.InputAt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PagesAheadTest {
    private static final int PAGE = 3;

    private final List<Long> asked = Collections.synchronizedList(new ArrayList<>());

    private List<Candidate> upToTen(long after) {
        asked.add(after);
        return LongStream.rangeClosed(after + 1, Math.min(10, after + PAGE))
                .mapToObj(id -> new Candidate(new Identity(id, 1, 0, "k" + id, id), new InputAt("segment", 0, 0), 1))
                .toList();
    }

    private static List<Long> ids(List<Candidate> page) {
        return page.stream().map(Candidate::recordId).toList();
    }

    @Test
    void givesEachPageOnceAndHasTheNextOneReady() throws Exception {
        var ready = new CountDownLatch(2);
        try (var pages = new PagesAhead(after -> {
            ready.countDown();
            return upToTen(after);
        })) {
            assertThat(ids(pages.after(0))).containsExactly(1L, 2L, 3L);
            assertThat(ready.await(10, TimeUnit.SECONDS)).as("the second page").isTrue();
            assertThat(ids(pages.after(3))).containsExactly(4L, 5L, 6L);
            assertThat(ids(pages.after(6))).containsExactly(7L, 8L, 9L);
            assertThat(ids(pages.after(9))).containsExactly(10L);
            assertThat(pages.after(10)).isEmpty();
        }
        assertThat(asked).containsExactly(0L, 3L, 6L, 9L, 10L);
    }

    @Test
    void goesOnInTheMiddleOfAPage() throws IOException {
        try (var pages = new PagesAhead(this::upToTen)) {
            assertThat(ids(pages.after(0))).containsExactly(1L, 2L, 3L);
            assertThat(ids(pages.after(1))).containsExactly(2L, 3L);
            assertThat(ids(pages.after(3))).containsExactly(4L, 5L, 6L);
            assertThat(ids(pages.after(0))).as("from the beginning again").containsExactly(1L, 2L, 3L);
            assertThat(ids(pages.after(3))).containsExactly(4L, 5L, 6L);
            assertThat(ids(pages.after(8))).as("far ahead").containsExactly(9L, 10L);
        }
    }

    @Test
    void failsWhereTheNextPageIsAskedForIfThatCouldNotBeLookedUp() throws IOException {
        try (var pages = new PagesAhead(after -> {
            if (after > 0) {
                throw new IOException("no answer");
            }
            return upToTen(after);
        })) {
            assertThat(pages.after(0)).hasSize(PAGE);
            assertThatThrownBy(() -> pages.after(3)).hasMessage("no answer");
        }
    }
}
