package dev.caravan.route;

import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Quartz plans by the wall clock: after that was set back a day, no stage would be woken for a day. This looks on a clock
 * that nobody can set, and lets every stage go on whose next wake-up is further away than its interval.
 */
final class WakeUps {
    private static final Logger LOG = LoggerFactory.getLogger(WakeUps.class);
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final CamelContext context;
    private final Clock clock;

    WakeUps(CamelContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    /** Looks every few seconds until the context ends. */
    void watch() {
        var looks = context.getExecutorServiceManager().newScheduledThreadPool(this, "wake-ups", 1);
        var unused =
                looks.scheduleWithFixedDelay(this::mend, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void mend() {
        if (!(context.hasComponent("quartz") instanceof QuartzComponent quartz) || quartz.getScheduler() == null) {
            return;
        }
        try {
            int mended = mend(quartz.getScheduler());
            if (mended > 0) {
                LOG.warn("The clock of this machine was set back. {} stages go on now instead of later", mended);
            }
        } catch (SchedulerException e) {
            LOG.warn("Could not see when the stages are woken next: {}; looking again", e.toString());
        }
    }

    private int mend(Scheduler scheduler) throws SchedulerException {
        int mended = 0;
        for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
            if (scheduler.getTrigger(key) instanceof SimpleTrigger trigger && isTooFar(trigger)) {
                scheduler.rescheduleJob(
                        key,
                        trigger.getTriggerBuilder()
                                .startAt(Date.from(clock.instant()))
                                .build());
                mended++;
            }
        }
        return mended;
    }

    private boolean isTooFar(SimpleTrigger trigger) {
        Date next = trigger.getNextFireTime();
        return next != null && next.getTime() - clock.millis() > trigger.getRepeatInterval() + SLACK.toMillis();
    }
}
