package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff waits = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));

    @Test
    void doublesUntilTheLongest() {
        assertThat(waits.after(1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(waits.after(2)).isEqualTo(Duration.ofSeconds(4));
        assertThat(waits.after(5)).isEqualTo(Duration.ofSeconds(32));
        assertThat(waits.after(6)).isEqualTo(Duration.ofMinutes(1));
        assertThat(waits.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void obeysTheProviderUpToTheLongest() {
        assertThat(waits.after(1, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(waits.after(1, Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(1));
        assertThat(waits.after(3, null)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void scattersOverTheSecondHalfOfTheWaitButObeysTheProviderExactly() {
        assertThat(waits.scattered(2, null, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(waits.scattered(2, null, 0.5)).isEqualTo(Duration.ofSeconds(3));
        assertThat(waits.scattered(9, null, 0.999)).isBetween(Duration.ofSeconds(59), Duration.ofMinutes(1));
        assertThat(waits.scattered(9, Duration.ofSeconds(7), 0.5)).isEqualTo(Duration.ofSeconds(7));
        assertThat(waits.scattered(1, Duration.ofDays(1), 0.5)).isEqualTo(Duration.ofMinutes(1));
    }
}
