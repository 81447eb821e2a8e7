package dev.caravan.spool;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Makes durable what is written, on a thread of its own, while its owner writes on: one thing at a time, and none of them
 * waits. The thread is made with the first work. Only for one owner at a time.
 */
public final class Follower implements AutoCloseable {
    private final String name;
    private @Nullable ExecutorService thread;
    private @Nullable Future<?> running;

    /** What is to be done. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    /** @param name of the thread */
    public Follower(String name) {
        this.name = name;
    }

    /**
     * Begins this work as soon as the one before it is done, and returns then.
     *
     * @throws IOException if the one before failed, as it failed; likewise with what is unchecked. This one is not begun
     */
    public void begin(Work work) throws IOException {
        await();
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(task -> {
                var made = new Thread(task, name);
                made.setDaemon(true);
                return made;
            });
        }
        running = thread.submit(() -> {
            work.run();
            return true;
        });
    }

    /**
     * Waits until nothing is left to do. A thread that is interrupted waits all the same, and stays interrupted.
     *
     * @throws IOException if the last work failed, as it failed; likewise with what is unchecked. Told once
     */
    public void await() throws IOException {
        Future<?> last = running;
        running = null;
        Throwable failure = last == null ? null : failure(last);
        if (failure instanceof IOException io) {
            throw io;
        } else if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        } else if (failure instanceof Error error) {
            throw error;
        }
    }

    private static @Nullable Throwable failure(Future<?> work) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    work.get();
                    return null;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for the last work, whatever comes of it, and ends the thread. */
    @Override
    public void close() {
        if (running != null) {
            Throwable unused = failure(running);
            running = null;
        }
        if (thread != null) {
            thread.shutdown();
        }
    }
}
