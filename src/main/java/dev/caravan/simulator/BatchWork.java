package dev.caravan.simulator;

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

/** The heavy work of batches, off the threads that answer: a big batch never keeps a poll waiting. */
final class BatchWork implements AutoCloseable {
    private final BatchRunner runner;
    private final LineValidator validator;
    private final ExecutorService worker;
    private final Map<String, Future<?>> underWay = new ConcurrentHashMap<>();

    BatchWork(BatchRunner runner, LineValidator validator) {
        this.runner = runner;
        this.validator = validator;
        this.worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "simulator-work");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts the check, or looks after it; empty while it goes on. */
    Optional<Findings> validate(Batch batch, long deadlineNanos) {
        String endpoint = batch.endpoint();
        return outcome("check " + batch.id(), () -> validator.check(batch.input(), endpoint), deadlineNanos);
    }

    /** Starts the run, or looks after it; empty while it goes on. A run repeated after a crash writes the same. */
    Optional<RunResult> run(Batch batch, long deadlineNanos) {
        RunOrder order = RunOrder.of(batch);
        return outcome("run " + batch.id(), () -> runner.run(order), deadlineNanos);
    }

    @SuppressWarnings("unchecked") // a key names one kind of work
    private <T> Optional<T> outcome(String key, Callable<T> task, long deadlineNanos) {
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
