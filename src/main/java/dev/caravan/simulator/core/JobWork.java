package dev.caravan.simulator.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The heavy work of jobs, off the threads that answer: a big job never keeps a poll waiting. */
final class JobWork implements AutoCloseable {
    private final ExecutorService worker;
    private final Map<String, Future<?>> underWay = new ConcurrentHashMap<>();

    JobWork() {
        this.worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "simulator-work");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a piece of work, or looks after it; empty while it goes on.
     *
     * @param key names one piece of work, always of one type
     */
    @SuppressWarnings("unchecked") // see key
    <T> Optional<T> outcome(String key, Callable<T> task, long deadlineNanos) {
        Future<T> future = (Future<T>) underWay.computeIfAbsent(key, k -> worker.submit(task));
        try {
            T done = future.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            underWay.remove(key);
            return Optional.of(done);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            underWay.remove(key);
            throw new UncheckedIOException("The simulator could not " + key, new IOException(e.getCause()));
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
