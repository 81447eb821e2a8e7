package dev.caravan.reload;

import dev.caravan.ledger.Events;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Reloads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

    private final Runner runner;
    private final Ledger ledger;
    private final @Nullable FileWatch files;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "reload-look");
        thread.setDaemon(true);
        return thread;
    });
    private boolean mute;
    /** Noticed, and not yet written down. */
    private boolean changed;

    /** @param files null if nobody looks at them unasked */
    ReloadLook(Runner runner, Ledger ledger, @Nullable FileWatch files) {
        this.runner = runner;
        this.ledger = ledger;
        this.files = files;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        var unused = looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (runner.isReloading()) {
            return;
        }
        try {
            Reloads reloads = ledger.reloads();
            changed |= files != null && files.haveChanged();
            if (changed) {
                reloads.ask(Events.CARAVAN, "files were changed", runner.process());
                changed = false;
            }
            reloads.due(runner.process(), runner.since())
                    .filter(wish -> reloads.begin(
                            wish.id(), runner.process(), ledger.nodes().me().called()))
                    .ifPresent(runner::reload);
            mute = false;
        } catch (RuntimeException e) {
            // Whatever it is: the looks must go on.
            if (!mute && !looks.isShutdown()) {
                LOG.warn("Could not see whether somebody wants a reload: {}; looking again", e.toString());
            }
            mute = true;
        }
    }

    @Override
    public void destroy() {
        looks.shutdownNow();
    }
}
