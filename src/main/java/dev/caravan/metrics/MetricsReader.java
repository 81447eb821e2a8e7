package dev.caravan.metrics;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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

    /** What is being read comes to its end first: the ledger is closed after this. */
    @Override
    public void destroy() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
    }
}
