package dev.caravan;

import dev.caravan.ledger.LedgerException;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Writes progress into the log while the application runs, and what is left to say when it ends. */
final class ProgressLog implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final int LAST_LOOK_SECONDS = 2;

    private final Progress progress;
    private final Duration every;
    private final AtomicBoolean started = new AtomicBoolean();
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "progress"));

    ProgressLog(Progress progress, Duration every) {
        this.progress = progress;
        this.every = every;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        started.set(true);
        var unused = looks.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            for (Progress.Said said : progress.look()) {
                try (Ids ids = Ids.put(InHand.drop(said.drop()))) {
                    LOG.info(said.line());
                }
            }
        } catch (LedgerException e) {
            LOG.debug("Progress could not be read; the stages say why", e);
        } catch (RuntimeException e) {
            LOG.warn("Progress could not be read: {}", e.toString());
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        if (started.get()) {
            var unused = looks.schedule(this::look, 0, TimeUnit.MILLISECONDS);
        }
        looks.shutdown();
        if (!looks.awaitTermination(LAST_LOOK_SECONDS, TimeUnit.SECONDS)) {
            looks.shutdownNow();
        }
    }
}
