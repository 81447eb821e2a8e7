package dev.caravan;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends what runs, and does not wait for ever for what hangs, such as a database that has stopped answering. */
final class Closing {
    private final Duration longest;
    private final Runnable overdue;

    /** @param overdue done when it has taken longer */
    Closing(Duration longest, Runnable overdue) {
        this.longest = longest;
        this.overdue = overdue;
    }

    /** @param end returns when it has ended */
    void run(Runnable end) {
        CountDownLatch closed = new CountDownLatch(1);
        Thread guard = new Thread(() -> watch(closed), "closing");
        guard.setDaemon(true);
        guard.start();
        try {
            end.run();
        } finally {
            closed.countDown();
        }
    }

    private void watch(CountDownLatch closed) {
        try {
            if (!closed.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                overdue.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
