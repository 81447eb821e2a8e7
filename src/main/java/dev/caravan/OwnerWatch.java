package dev.caravan;

import dev.caravan.spool.SpoolOwner;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ends the process when another copy of the ledger has taken the spool over (protocol rule 18). No create leaves it from
 * that moment on, watched or not; this ends the rest: two processes would write into the same folders of the spool.
 */
final class OwnerWatch implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerWatch.class);
    private static final int LOOK_SECONDS = 5;

    private final SpoolOwner owner;
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "owner"));

    OwnerWatch(SpoolOwner owner) {
        this.owner = owner;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        var context = event.getApplicationContext();
        var unused = looks.scheduleWithFixedDelay(() -> look(context), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look(ConfigurableApplicationContext context) {
        try {
            if (owner.isOurs()) {
                return;
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Could not see whose the spool is: {}; looking again", e.toString());
            return;
        }
        LOG.error(
                "Another copy of this ledger, somewhere else, has taken its spool over. This process ends: what it had"
                        + " under way is the other one's now, and nothing of it is lost. Never start this copy again");
        looks.shutdown();
        // Not on this thread: closing the context waits for it.
        new Thread(() -> System.exit(SpringApplication.exit(context, () -> 1)), "exit").start();
    }

    @Override
    public void destroy() {
        looks.shutdown();
    }
}
