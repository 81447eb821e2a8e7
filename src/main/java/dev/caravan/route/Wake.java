package dev.caravan.route;

import java.time.Clock;
import java.util.Date;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the stages that have something to do because of what another one has just done, so that a record does not wait for
 * a timer between any two of them. Nothing is passed on: a stage that is woken asks the ledger, as it does by its timer.
 */
final class Wake {
    private static final Logger LOG = LoggerFactory.getLogger(Wake.class);
    private static final String GROUP = "caravan";

    private final Supplier<CamelContext> context;
    private final Clock clock;

    Wake(Supplier<CamelContext> context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    /**
     * Lets the timers of stages fire now; one that works just now is woken as soon as it is done.
     *
     * @param names as after {@code quartz:caravan/}, with spaces in between; one that has no route is passed over
     */
    public void stages(String names) {
        if (!(context.get().hasComponent("quartz") instanceof QuartzComponent quartz)) {
            return;
        }
        try {
            for (String name : names.split(" ", -1)) {
                now(quartz.getScheduler(), new TriggerKey(name, GROUP));
            }
        } catch (SchedulerException e) {
            LOG.debug("{} are not woken now but by their timers", names, e);
        }
    }

    private void now(Scheduler scheduler, TriggerKey stage) throws SchedulerException {
        if (scheduler.getTrigger(stage) instanceof SimpleTrigger trigger && isWaiting(trigger)) {
            scheduler.rescheduleJob(
                    stage,
                    trigger.getTriggerBuilder()
                            .startAt(Date.from(clock.instant()))
                            .build());
        }
    }

    private boolean isWaiting(SimpleTrigger trigger) {
        Date next = trigger.getNextFireTime();
        return next != null && next.getTime() > clock.millis();
    }
}
