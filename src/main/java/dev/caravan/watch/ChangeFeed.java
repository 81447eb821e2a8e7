package dev.caravan.watch;

import dev.caravan.ledger.Changes;
import dev.caravan.ledger.Changes.Change;
import dev.caravan.ledger.LedgerException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of the ledger for everybody who looks on: one reader for all of them, which reads only while there is somebody.
 * Who is behind what is kept here reads the ledger, at a pace of its own.
 */
final class ChangeFeed {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(500);
    private static final int AT_ONCE = 500;
    private static final int KEPT = 2000;

    private final Changes changes;
    private final Deque<Change> kept = new ArrayDeque<>();
    private long newest;
    private int watching;
    private @Nullable Thread reader;

    ChangeFeed(Changes changes) {
        this.changes = changes;
    }

    /** Somebody looks on, until {@link #leave}. */
    synchronized void join() {
        watching++;
        if (reader == null) {
            kept.clear();
            newest = changes.newest();
            Thread thread = new Thread(this::read, "changes");
            thread.setDaemon(true);
            reader = thread;
            thread.start();
        }
    }

    synchronized void leave() {
        watching--;
        if (watching == 0 && reader != null) {
            reader.interrupt();
            reader = null;
        }
    }

    synchronized long newest() {
        return newest;
    }

    /** What comes behind this change; waits for so long if there is nothing, and gives nothing then. */
    List<Change> after(long number, Duration longest) throws InterruptedException {
        synchronized (this) {
            if (number >= newest) {
                wait(Math.max(1, longest.toMillis()));
            }
            if (number >= newest) {
                return List.of();
            }
            Change first = kept.peekFirst();
            if (first != null && number >= first.number() - 1) {
                return kept.stream().filter(one -> one.number() > number).toList();
            }
        }
        return changes.after(number, AT_ONCE);
    }

    private void read() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                synchronized (this) {
                    wait(LOOKS_EVERY.toMillis());
                }
                look();
            }
        } catch (InterruptedException nobodyLooksOn) {
            LOG.debug("Nobody looks on");
        }
    }

    private void look() {
        try {
            List<Change> more = changes.after(newest(), AT_ONCE);
            if (!more.isEmpty()) {
                keep(more);
            }
        } catch (LedgerException later) {
            LOG.debug("The ledger is asked again", later);
        }
    }

    private synchronized void keep(List<Change> more) {
        // The reader of those who have just left may come once more.
        more.stream().filter(one -> one.number() > newest).forEach(kept::add);
        while (kept.size() > KEPT) {
            kept.removeFirst();
        }
        newest = Math.max(newest, more.get(more.size() - 1).number());
        notifyAll();
    }
}
