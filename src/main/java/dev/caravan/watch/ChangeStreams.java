package dev.caravan.watch;

import dev.caravan.access.Problem;
import dev.caravan.ledger.Changes.Change;
import dev.caravan.ledger.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Who looks on, and no more of them than there may be: each has a thread, which a slow reader keeps from nobody else. */
public final class ChangeStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeStreams.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** So much longer than it lasts, and the server ends it: no reader waits for ever, whatever became of its thread. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final ChangeFeed feed;
    private final StreamSettings settings;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "change-stream");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> byCaller = new HashMap<>();
    private int all;

    ChangeStreams(Ledger ledger, StreamSettings settings) {
        this.ledger = ledger;
        this.feed = new ChangeFeed(ledger.changes());
        this.settings = settings;
    }

    /**
     * Begins to tell what changes.
     *
     * @param last what this caller was told last, as it was called; null: begins now
     * @throws dev.caravan.access.ProblemException 429 or 503 if there are too many of this caller, or in all
     */
    public SseEmitter open(Onlooker onlooker, @Nullable String last) {
        String caller = onlooker.caller().getName();
        enter(caller);
        try {
            feed.join();
            SseEmitter emitter = new SseEmitter(settings.lasts().plus(PATIENCE).toMillis());
            // Before the caller can know that it is connected: it looks at what it shows then, and misses nothing.
            long now = feed.newest();
            threads.execute(() -> tell(emitter, onlooker, now, last));
            return emitter;
        } catch (RuntimeException e) {
            leave(caller);
            throw e;
        }
    }

    private synchronized void enter(String caller) {
        if (all >= settings.connections()) {
            throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "Too many look on at the moment. Try again later")
                    .thrown();
        }
        if (byCaller.getOrDefault(caller, 0) >= settings.ofOneCaller()) {
            throw Problem.of(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "At most " + settings.ofOneCaller() + " streams of one caller at a time. End one")
                    .thrown();
        }
        all++;
        byCaller.merge(caller, 1, Integer::sum);
    }

    private synchronized void leave(String caller) {
        all--;
        byCaller.computeIfPresent(caller, (name, n) -> n == 1 ? null : n - 1);
    }

    private void tell(SseEmitter emitter, Onlooker onlooker, long now, @Nullable String last) {
        try {
            // A connection lasts as long as it lasts, whatever the clock on the wall does meanwhile.
            long end = System.nanoTime() + settings.lasts().toNanos();
            emitter.send(SseEmitter.event().comment("what changes from now on").reconnectTime(1000));
            long at = begin(emitter, now, last);
            // What there is already is told however late it has become.
            do {
                Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
                List<Change> some = feed.after(at, left.compareTo(HEARTBEAT) < 0 ? left : HEARTBEAT);
                if (some.isEmpty()) {
                    emitter.send(SseEmitter.event().comment("still here"));
                }
                for (Change one : some) {
                    at = one.number();
                    if (onlooker.wants(one)) {
                        Onlooker.Told told = onlooker.telling().apply(one);
                        emitter.send(SseEmitter.event()
                                .id(id(at))
                                .name(told.name())
                                .data(told.data(), MediaType.APPLICATION_JSON));
                    }
                }
            } while (end - System.nanoTime() > 0);
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("Somebody looks on no longer", gone);
        } catch (InterruptedException stopping) {
            LOG.debug("Streams of changes end");
        } catch (RuntimeException e) {
            if (!threads.isShutdown()) {
                LOG.warn("A stream of changes ends: {}", e.getMessage());
            }
            emitter.completeWithError(e);
        } finally {
            feed.leave();
            leave(onlooker.caller().getName());
            end(emitter);
        }
    }

    private static void end(SseEmitter emitter) {
        try {
            emitter.complete();
        } catch (IllegalStateException gone) {
            LOG.debug("Its reader has gone already", gone);
        }
    }

    /** Goes on behind the last id, or says that something is missing: of another ledger, or forgotten by now. */
    private long begin(SseEmitter emitter, long now, @Nullable String last) throws IOException {
        if (last == null || last.isBlank()) {
            return now;
        }
        String ours = ledger.instance() + "-";
        if (last.startsWith(ours) && last.substring(ours.length()).matches("\\d{1,18}")) {
            long known = Long.parseLong(last.substring(ours.length()));
            long oldest = ledger.changes().oldest();
            if (known <= now && (known == now || (oldest > 0 && known >= oldest - 1))) {
                return known;
            }
        }
        emitter.send(SseEmitter.event().id(id(now)).name("reset").data(Map.of(), MediaType.APPLICATION_JSON));
        return now;
    }

    private String id(long number) {
        return ledger.instance() + "-" + number;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
