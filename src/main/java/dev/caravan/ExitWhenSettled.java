package dev.caravan;

import dev.caravan.ledger.Budgets;
import dev.caravan.ledger.Counts;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** Ends the process when nothing moves any more; the last line of standard output says what became of everything. */
final class ExitWhenSettled implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(ExitWhenSettled.class);
    private static final int LOOK_MILLIS = 200;

    private final Counts counts;
    private final Budgets budgets;
    private final Set<String> tasks;
    private final LongSupplier pending;
    private final BooleanSupplier nothingWaits;
    private final Rest rest;
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "settled"));

    /**
     * @param tasks all that are configured; @param pending records behind closed gates
     * @param nothingWaits whether nothing is to be done that the counts don't tell of: drop zones are empty, for one
     */
    ExitWhenSettled(
            Counts counts,
            Budgets budgets,
            Set<String> tasks,
            LongSupplier pending,
            BooleanSupplier nothingWaits,
            Rest rest) {
        this.counts = counts;
        this.budgets = budgets;
        this.tasks = tasks;
        this.pending = pending;
        this.nothingWaits = nothingWaits;
        this.rest = rest;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        var context = event.getApplicationContext();
        var unused = looks.scheduleWithFixedDelay(() -> look(context), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(ConfigurableApplicationContext context) {
        try {
            List<Counts.Left> left = counts.left(tasks);
            if (rest.look(nothingWaits.getAsBoolean() && counts.settled(left), System.nanoTime())) {
                looks.shutdown();
                SettledReport report =
                        SettledReport.of(counts.total(), counts.recount(), resting(), left, pending.getAsLong());
                // Not on this thread: closing the context waits for it.
                new Thread(() -> exit(context, report), "exit").start();
            }
        } catch (RuntimeException e) {
            if (looks.isShutdown()) {
                return;
            }
            LOG.warn("Could not see whether everything is at rest: {}; looking again", e.toString());
        }
    }

    /** Records that wait for tomorrow's budget. */
    private long resting() {
        return budgets.resting().stream().mapToLong(Budgets.Resting::records).sum();
    }

    private static void exit(ConfigurableApplicationContext context, SettledReport report) {
        SpringApplication.exit(context);
        LoggingSystem logging = LoggingSystem.get(ExitWhenSettled.class.getClassLoader());
        Runnable stopLogging = logging.getShutdownHandler();
        if (stopLogging != null) {
            stopLogging.run();
        }
        print(report, System.out, System.err);
        System.exit(report.exitCode());
    }

    static void print(SettledReport report, PrintStream out, PrintStream err) {
        report.problems().forEach(err::println);
        err.flush();
        out.println(report.line());
        out.flush();
    }

    @Override
    public void destroy() {
        looks.shutdown();
    }
}
