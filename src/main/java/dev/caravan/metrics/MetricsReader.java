package dev.caravan.metrics;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;

/** The one thread that reads the ledger for metrics, so that no scrape waits long for it. */
final class MetricsReader implements DisposableBean {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "metrics");
        thread.setDaemon(true);
        return thread;
    });

    void execute(Runnable work) {
        thread.execute(work);
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
