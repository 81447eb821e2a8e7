package dev.caravan.route;

import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Whether the timers of the stages fire. A stage that takes long is none of its business: a timer counts as dead when it
 * should have fired, could, and did not for a minute, measured on a clock that nobody can set.
 */
final class TimersHealth implements HealthIndicator {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Supplier<CamelContext> camel;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<TriggerKey, Late> late = new HashMap<>();

    /** @param due when it should have fired; @param since when that was first seen, in nanoseconds */
    private record Late(Date due, long since) {}

    TimersHealth(Supplier<CamelContext> camel, Clock clock, LongSupplier nanoTime) {
        this.camel = camel;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Health health() {
        CamelContext context = camel.get();
        if (context.isStopping() || context.isStopped()) {
            return down("the routes were stopped, and nothing starts them again in this process");
        }
        if (!(context.hasComponent("quartz") instanceof QuartzComponent quartz) || quartz.getScheduler() == null) {
            return Health.up().build();
        }
        try {
            Scheduler scheduler = quartz.getScheduler();
            if (context.isStarted() && (scheduler.isShutdown() || scheduler.isInStandbyMode())) {
                return down("the timers of the stages were stopped, and nothing starts them again in this process");
            }
            return late(scheduler);
        } catch (SchedulerException e) {
            return down("the timers of the stages can't be asked: " + e.getMessage());
        }
    }

    private Health late(Scheduler scheduler) throws SchedulerException {
        boolean canFire = scheduler.getCurrentlyExecutingJobs().size()
                < scheduler.getMetaData().getThreadPoolSize();
        Map<TriggerKey, Late> before = Map.copyOf(late);
        late.clear();
        for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
            Trigger trigger = scheduler.getTrigger(key);
            Date due = trigger == null ? null : trigger.getNextFireTime();
            if (due == null || due.getTime() >= clock.millis() || !canFire || !waits(scheduler, key)) {
                continue;
            }
            Late known = before.get(key);
            late.put(key, known != null && known.due().equals(due) ? known : new Late(due, nanoTime.getAsLong()));
        }
        return late.entrySet().stream()
                .filter(one -> nanoTime.getAsLong() - one.getValue().since() > PATIENCE.toNanos())
                .map(one -> one.getKey().getName())
                .sorted()
                .findFirst()
                .map(name -> down("the timer of \"" + name + "\" does not fire any more"))
                .orElseGet(() -> Health.up().build());
    }

    private static boolean waits(Scheduler scheduler, TriggerKey key) throws SchedulerException {
        Trigger.TriggerState state = scheduler.getTriggerState(key);
        return state == Trigger.TriggerState.NORMAL || state == Trigger.TriggerState.ERROR;
    }

    private static Health down(String why) {
        return Health.down().withDetail("why", why).build();
    }
}
