package dev.caravan.reload;

import dev.caravan.ledger.Events;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Reloads;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Looks every second whether somebody wants a reload, and, if it is told to, whether the files have changed. */
final class ReloadLook implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadLook.class);
    private static final int LOOK_MILLIS = 1000;
    /** As long as nothing may have changed before it counts as one edit. */
    private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();

    private final Runner runner;
    private final Ledger ledger;
    private final boolean onChange;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "reload-look");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable String seen;
    private @Nullable String asked;
    private long seenAt;
    private boolean mute;

    /** @param onChange whether a change of the files is a wish */
    ReloadLook(Runner runner, Ledger ledger, boolean onChange, LongSupplier nanoTime) {
        this.runner = runner;
        this.ledger = ledger;
        this.onChange = onChange;
        this.nanoTime = nanoTime;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        var unused = looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            if (onChange) {
                lookAtFiles();
            }
            Reloads reloads = ledger.reloads();
            reloads.due(runner.process(), runner.since())
                    .filter(wish -> reloads.begin(
                            wish.id(), runner.process(), ledger.nodes().me().called()))
                    .ifPresent(runner::reload);
            mute = false;
        } catch (LedgerException | UncheckedIOException e) {
            if (!mute) {
                LOG.warn("Could not see whether somebody wants a reload: {}; looking again", e.getMessage());
            }
            mute = true;
        }
    }

    private void lookAtFiles() {
        Runner.Loaded loaded = runner.loaded();
        String stamp = loaded.files().stamp();
        long now = nanoTime.getAsLong();
        if (!stamp.equals(seen)) {
            seen = stamp;
            seenAt = now;
        } else if (now - seenAt >= QUIET_NANOS && !stamp.equals(loaded.stamp()) && !stamp.equals(asked)) {
            asked = stamp;
            if (!loaded.files().digests().equals(loaded.digests())) {
                ledger.reloads().ask(Events.CARAVAN, "files were changed", runner.process());
            }
        }
    }

    @Override
    public void destroy() {
        looks.shutdownNow();
    }
}
