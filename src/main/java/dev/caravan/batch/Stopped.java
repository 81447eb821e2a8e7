package dev.caravan.batch;

import dev.caravan.task.Task;
import java.util.function.Predicate;

/** For which tasks nothing can be sent just now. Asked for by pages and callers; the stages look for themselves. */
public final class Stopped {
    private final Predicate<Task> stopped;

    /** @param stopped whether the credential of a task does not work, or somebody paused it */
    public Stopped(Predicate<Task> stopped) {
        this.stopped = stopped;
    }

    /** Whether its credential was refused, or failed again and again, and has not worked since; or somebody paused it. */
    public boolean isStopped(Task task) {
        return stopped.test(task);
    }
}
