package dev.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final TestClock clock = new TestClock();
    private final LoginThrottle throttle = new LoginThrottle(clock);

    private void fail(int times, String name, String address) {
        for (int i = 0; i < times; i++) {
            throttle.failed(name, address);
        }
    }

    @Test
    void theFifthFailureMakesANameWaitAtItsAddressAndEachNextOneTwiceAsLong() {
        fail(4, "reviewer-1", "10.0.0.1");
        assertThat(throttle.wait("reviewer-1", "10.0.0.1")).isZero();
        fail(1, "reviewer-1", "10.0.0.1");
        assertThat(throttle.wait("reviewer-1", "10.0.0.1")).isEqualTo(Duration.ofSeconds(1));
        fail(1, "reviewer-1", "10.0.0.1");
        assertThat(throttle.wait("reviewer-1", "10.0.0.1")).isEqualTo(Duration.ofSeconds(2));
        fail(14, "reviewer-1", "10.0.0.1");
        assertThat(throttle.wait("reviewer-1", "10.0.0.1")).isEqualTo(Duration.ofMinutes(15));
        clock.pass(Duration.ofMinutes(15));
        assertThat(throttle.wait("reviewer-1", "10.0.0.1")).isZero();
    }

    @Test
    void somebodyElsesFailuresDoNotKeepAPersonOut() {
        fail(10, "reviewer-1", "10.0.0.1");
        assertThat(throttle.wait("reviewer-1", "10.0.0.2")).isZero();
        assertThat(throttle.wait("reviewer-2", "10.0.0.1")).isZero();
    }

    @Test
    void anAddressThatTriesManyNamesWaits() {
        for (int i = 0; i < 20; i++) {
            throttle.failed("name-" + i, "10.0.0.1");
        }
        assertThat(throttle.wait("reviewer-1", "10.0.0.1")).isEqualTo(Duration.ofSeconds(1));
        assertThat(throttle.wait("reviewer-1", "10.0.0.2")).isZero();
    }

    @Test
    void aNameThatManyAddressesTryWaitsEverywhere() {
        for (int i = 0; i < 50; i++) {
            throttle.failed("reviewer-1", "10.0.0." + i);
        }
        assertThat(throttle.wait("reviewer-1", "10.9.9.9")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aLoginStartsAnew() {
        fail(4, "reviewer-1", "10.0.0.1");
        throttle.succeeded("reviewer-1", "10.0.0.1");
        fail(4, "reviewer-1", "10.0.0.1");
        assertThat(throttle.wait("reviewer-1", "10.0.0.1")).isZero();
    }

    @Test
    void remembersABoundedNumber() {
        for (int i = 0; i < 20_000; i++) {
            throttle.failed("name-" + i, "10.0." + i / 250 + "." + i % 250);
        }
        assertThat(throttle.remembered()).isEqualTo(10_000);
    }
}
