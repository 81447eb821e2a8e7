package dev.caravan.publish;

import dev.caravan.task.Task;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what people decide one by one from becoming a publication each: of a task there is at most one of them in its
 * {@code window}. Nothing is lost with it: a new process publishes what is there at once.
 */
final class DecisionWindow {
    private final Clock clock;
    private final Map<Integer, Instant> begun = new HashMap<>();

    DecisionWindow(Clock clock) {
        this.clock = clock;
    }

    /** A publication of the task is made now. */
    void begin(int taskId) {
        begun.put(taskId, clock.instant());
    }

    /** Whether another one may be made; also where the clock was set back since. */
    boolean isOver(int taskId, Optional<Task> task) {
        Instant before = begun.get(taskId);
        Instant now = clock.instant();
        return before == null
                || task.isEmpty()
                || now.isBefore(before)
                || !now.isBefore(before.plus(task.get().window()));
    }
}
