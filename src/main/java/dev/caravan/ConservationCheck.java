package dev.caravan;

import dev.caravan.ledger.Counts;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Recounts all rows now and then and says what disagrees with its counter (protocol rule 37). */
final class ConservationCheck implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(ConservationCheck.class);
    private static final int LOOK_BACK = 1_000;

    private final Counts counts;
    private final Events events;
    private final Duration every;
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "conservation"));
    private final LongSupplier nanoTime;
    private volatile List<String> problems = List.of();
    private volatile long endedAt;

    /**
     * @param every how long between two recounts; the first is after as long
     * @param nanoTime of a monotonic clock
     */
    ConservationCheck(Counts counts, Events events, Duration every, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.endedAt = nanoTime.getAsLong();
        this.counts = counts;
        this.events = events;
        this.every = every;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        var unused =
                looks.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the last recount found. */
    List<String> problems() {
        return problems;
    }

    /** Time since the last recount that came to its end; since the start, if none did. */
    Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - endedAt);
    }

    void look() {
        try {
            problems = List.copyOf(counts.recount());
            endedAt = nanoTime.getAsLong();
            problems.forEach(this::tell);
        } catch (RuntimeException e) {
            if (looks.isShutdown()) {
                return;
            }
            LOG.warn("The rows could not be recounted: {}; the next look is in {}", e.toString(), every);
        }
    }

    /** Once for each subject and text, however often it is found. */
    private void tell(String problem) {
        String subject = subject(problem);
        boolean told = events.of(subject, LOOK_BACK).stream()
                .anyMatch(event ->
                        event.kind() == EventKind.NOT_CONSERVED && event.body().equals(problem));
        if (!told) {
            LOG.error("{}. Rows and counters of the ledger disagree: keep the data folder and report it", problem);
            events.raise(EventKind.NOT_CONSERVED, subject, problem);
        }
    }

    /** {@code Drop 7 counts …} is about {@code drop 7}. */
    private static String subject(String problem) {
        String[] words = problem.split(" ", 3);
        return words.length < 2 ? "ledger" : words[0].toLowerCase(Locale.ROOT) + " " + words[1];
    }

    @Override
    public void destroy() {
        looks.shutdownNow();
    }
}
