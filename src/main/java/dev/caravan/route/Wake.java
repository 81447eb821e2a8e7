package dev.caravan.route;

import dev.caravan.ledger.Calls;
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
 * a timer between any two of them, on this node or on another one that is idle: who is there first does not take it all.
 * Nothing is passed on: a stage that is woken asks the ledger, as it does by its timer.
 */
final class Wake {
    private static final Logger LOG = LoggerFactory.getLogger(Wake.class);
    private static final String GROUP = "caravan";

    private final Supplier<CamelContext> context;
    private final Calls others;
    private final Clock clock;

    /** @param others told of what is woken here */
    Wake(Supplier<CamelContext> context, Calls others, Clock clock) {
        this.context = context;
        this.others = others;
        this.clock = clock;
    }

    /** From now on wakes the stages that other nodes call. */
    void hear() {
        others.hear(this::here);
    }

    /**
     * Lets the timers of stages fire now, on all nodes; one that works just now is woken as soon as it is done.
     *
     * @param names as after {@code quartz:caravan/}, with spaces in between; one that has no route is passed over
     */
    public void stages(String names) {
        here(names);
        others.call(names);
    }

    private void here(String names) {
        if (!context.get().isStarted() || !(context.get().hasComponent("quartz") instanceof QuartzComponent quartz)) {
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
