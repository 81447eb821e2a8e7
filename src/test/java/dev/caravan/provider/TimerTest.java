package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.RealTimeCall.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimerTest {
    @Test
    void whoWaitsForTheMillisecondsThatAreLeftFindsThatItIsOver() {
        AtomicLong now = new AtomicLong();
        Timer timer = Timer.of(now::get, Duration.ofMillis(100));
        now.set(1);
        long left = timer.millisLeft();
        assertThat(left).isEqualTo(100);
        now.addAndGet(Duration.ofMillis(left).toNanos());
        assertThat(timer.isOver()).isTrue();
        assertThat(timer.millisLeft()).isEqualTo(1);
    }
}
