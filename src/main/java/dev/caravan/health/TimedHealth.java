package dev.caravan.health;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * A look at something that may hang. Whoever asks gets an answer within the limit; the look goes on behind it, and as long as
 * it does there is no second one. An answer serves for some seconds, however many ask.
 */
final class TimedHealth implements HealthIndicator, DisposableBean {
    static final String WHY = "why";

    private final String what;
    private final Look look;
    private final Limits limits;
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor thread;
    private @Nullable Future<Health> underWay;
    private @Nullable Health last;
    private long lastAt;

    /** @param within how long is waited for an answer; @param fresh how long an answer serves */
    record Limits(Duration within, Duration fresh) {}

    /** What may hang; what it throws is the reason why all is not well. */
    interface Look {
        Health look() throws Exception;
    }

    /** @param what it is, at the beginning of a sentence */
    TimedHealth(String what, Look look, Limits limits, LongSupplier nanoTime) {
        this.what = what;
        this.look = look;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.thread = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread one = new Thread(work, "health");
            one.setDaemon(true);
            return one;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public synchronized Health health() {
        Health known = last;
        if (known == null || nanoTime.getAsLong() - lastAt > limits.fresh().toNanos()) {
            known = ask();
            last = known;
            lastAt = nanoTime.getAsLong();
        }
        return known;
    }

    private Health ask() {
        Future<Health> asked = underWay == null ? thread.submit(look::look) : underWay;
        try {
            Health answer = asked.get(limits.within().toMillis(), TimeUnit.MILLISECONDS);
            underWay = null;
            return answer;
        } catch (TimeoutException e) {
            underWay = asked;
            return down(what + " does not answer within " + limits.within().toMillis() + " ms");
        } catch (ExecutionException e) {
            underWay = null;
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return down(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return down("this process is stopping");
        }
    }

    static Health down(String why) {
        return Health.down().withDetail(WHY, why).build();
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
