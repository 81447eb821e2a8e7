package dev.caravan.metrics;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads something anew when it is asked for, once for all who ask: at most every five seconds, and for no more than a
 * twentieth of the time where reading takes long. Whoever asks waits a moment for that, and goes without when it takes longer
 * or fails.
 */
final class Fresh<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Fresh.class);
    private static final Duration LEAST = Duration.ofSeconds(5);
    private static final int SHARE = 20;

    private final Supplier<T> read;
    private final Consumer<T> told;
    private final Consumer<Runnable> reader;
    private final LongSupplier nanoTime;
    private final Duration patience;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile State state;

    /**
     * @param triedAt when the last read ended, {@code took} how long it was; @param readAt when the last one that succeeded
     *     ended; @param failed whether the last one did not
     */
    private record State(long triedAt, long took, long readAt, boolean tried, boolean failed) {}

    /**
     * @param told is given what was read, on the thread of the reader
     * @param patience how long whoever asks waits for that
     */
    Fresh(Supplier<T> read, Consumer<T> told, Consumer<Runnable> reader, LongSupplier nanoTime, Duration patience) {
        this.patience = patience;
        this.read = read;
        this.told = told;
        this.reader = reader;
        this.nanoTime = nanoTime;
        this.state = new State(0, 0, nanoTime.getAsLong(), false, false);
    }

    void ask() {
        if (!isStale() || !busy.compareAndSet(false, true)) {
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        try {
            reader.accept(() -> {
                try {
                    look();
                } finally {
                    busy.set(false);
                    done.countDown();
                }
            });
            if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("Metrics of the ledger take longer than {}; what was read last is told", patience);
            }
        } catch (RejectedExecutionException stopping) {
            busy.set(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the last read succeeded; also before the first. */
    boolean works() {
        return !state.failed();
    }

    /** Since the last read that succeeded, or since the start. */
    Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - state.readAt());
    }

    private boolean isStale() {
        State now = state;
        long wait = Math.max(LEAST.toNanos(), now.took() * SHARE);
        return !now.tried() || nanoTime.getAsLong() - now.triedAt() > wait;
    }

    private void look() {
        long begun = nanoTime.getAsLong();
        State before = state;
        try {
            told.accept(read.get());
            long end = nanoTime.getAsLong();
            state = new State(end, end - begun, end, true, false);
        } catch (RuntimeException e) {
            // Whoever ends the reader interrupts it: the process stops.
            if (!before.failed() && !Thread.currentThread().isInterrupted()) {
                LOG.warn("The ledger could not be asked for metrics: {}", e.toString());
            }
            long end = nanoTime.getAsLong();
            state = new State(end, end - begun, before.readAt(), true, true);
        }
    }
}
