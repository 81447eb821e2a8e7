package dev.caravan.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Stages beside each other, each on a thread of its own as its timer's, asked again while there is something to do. */
final class Stage {
    private static final Duration TICK = Duration.ofMillis(20);

    private Stage() {}

    /**
     * Runs them until it is over.
     *
     * @param works each does one unit of work and returns whether there was one
     * @param over asked whenever a stage finds nothing to do
     */
    static void all(BooleanSupplier over, List<Callable<Boolean>> works) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        var running = new ExecutorCompletionService<Void>(threads);
        works.forEach(work -> running.submit(() -> until(over, work)));
        try {
            for (int i = 0; i < works.size(); i++) {
                running.take().get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stage failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Void until(BooleanSupplier over, Callable<Boolean> work) throws Exception {
        while (!Thread.currentThread().isInterrupted()) {
            if (!work.call()) {
                if (over.getAsBoolean()) {
                    break;
                }
                LockSupport.parkNanos(TICK.toNanos());
            }
        }
        return null;
    }
}
