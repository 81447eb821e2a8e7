package dev.caravan.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;

/** What only a new start mends. */
class LivenessTest {

    @Test
    void namesThreadsThatWaitForEachOther() {
        ThreadMXBean threads = mock();
        assertThat(new DeadlockHealth(threads).health()).isEqualTo(Health.up().build());
        when(threads.findDeadlockedThreads()).thenReturn(new long[] {3, 5});
        ThreadInfo[] infos = {thread("submit"), thread("collect")};
        when(threads.getThreadInfo(any(long[].class))).thenReturn(infos);
        assertThat(new DeadlockHealth(threads).health())
                .isEqualTo(TimedHealth.down("these threads wait for each other for ever: collect, submit"));
    }

    private static ThreadInfo thread(String name) {
        ThreadInfo info = mock();
        when(info.getThreadName()).thenReturn(name);
        return info;
    }

    @Test
    void isOverWhenNothingBeatsAnyMore() {
        Pulse pulse = mock();
        var health = new HealthConfiguration().heartbeatHealthIndicator(pulse);
        assertThat(health.health())
                .isEqualTo(
                        TimedHealth.down("nothing says any more that this node lives; the others will call it dead"));
        when(pulse.isBeating()).thenReturn(true);
        assertThat(health.health()).isEqualTo(Health.up().build());
    }
}
