package dev.caravan.publish;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Tasks whose last publication could not be made. They wait while the others go on, and make no newer publication
 * before the older one: sinks that can't compare rely on the order.
 */
final class Stuck {
    private final Clock clock;
    private final Map<Integer, Trouble> byTask = new HashMap<>();

    private record Trouble(int failures, Instant until) {}

    Stuck(Clock clock) {
        this.clock = clock;
    }

    boolean waits(int taskId) {
        Trouble trouble = byTask.get(taskId);
        // A wait that ends later than any was begun by a clock that was ahead.
        return trouble != null
                && clock.instant().isBefore(trouble.until())
                && !clock.instant()
                        .plus(PublishSettings.waitAfter(Integer.MAX_VALUE))
                        .isBefore(trouble.until());
    }

    /** Notes a failure and returns how long the task waits. */
    Duration failed(int taskId) {
        Trouble before = byTask.get(taskId);
        int failures = before == null ? 1 : before.failures() + 1;
        Duration wait = PublishSettings.waitAfter(failures);
        byTask.put(taskId, new Trouble(failures, clock.instant().plus(wait)));
        return wait;
    }

    void succeeded(int taskId) {
        byTask.remove(taskId);
    }
}
