package dev.caravan.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FollowerTest {
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @Test
    void worksBesideItsOwnerOneThingAfterTheOther() throws Exception {
        var go = new CountDownLatch(1);
        try (var follower = new Follower("follower-of-a-test")) {
            follower.begin(() -> {
                await(go);
                done.add("first on " + Thread.currentThread().getName());
            });
            assertThat(done).isEmpty();
            go.countDown();
            follower.begin(() -> done.add("second"));
            assertThat(done).startsWith("first on follower-of-a-test");
            follower.await();
            assertThat(done).containsExactly("first on follower-of-a-test", "second");
        }
    }

    @Test
    void tellsOnceHowTheLastWorkFailedAndBeginsNothingThen() throws IOException {
        var failure = new IOException("the disk is full");
        try (var follower = new Follower("follower-of-a-test")) {
            follower.begin(() -> {
                throw failure;
            });
            assertThatThrownBy(() -> follower.begin(() -> done.add("not begun")))
                    .isSameAs(failure);
            assertThatCode(follower::await).doesNotThrowAnyException();
            follower.begin(() -> {
                throw new IllegalStateException("unchecked");
            });
            assertThatThrownBy(follower::await)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("unchecked");
        }
        assertThat(done).isEmpty();
    }

    @Test
    void isClosedWhenItsWorkIsDone() throws IOException {
        var go = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        try (var follower = new Follower("follower-of-a-test")) {
            follower.begin(() -> {
                begun.countDown();
                await(go);
                done.add("done");
            });
            await(begun);
            go.countDown();
        }
        assertThat(done).containsExactly("done");
    }

    @Test
    void waitsThoughItsOwnerIsInterrupted() throws IOException {
        var go = new CountDownLatch(1);
        try (var follower = new Follower("follower-of-a-test")) {
            follower.begin(() -> {
                await(go);
                done.add("done");
            });
            Thread.currentThread().interrupt();
            go.countDown();
            follower.await();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(done).containsExactly("done");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
