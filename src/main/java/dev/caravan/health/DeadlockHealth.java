package dev.caravan.health;

import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Whether threads wait for each other for ever. */
final class DeadlockHealth implements HealthIndicator {
    private final ThreadMXBean threads;

    DeadlockHealth(ThreadMXBean threads) {
        this.threads = threads;
    }

    @Override
    public Health health() {
        long[] stuck = threads.findDeadlockedThreads();
        return stuck == null
                ? Health.up().build()
                : TimedHealth.down("these threads wait for each other for ever: "
                        + Arrays.stream(threads.getThreadInfo(stuck))
                                .filter(Objects::nonNull)
                                .map(ThreadInfo::getThreadName)
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }
}
