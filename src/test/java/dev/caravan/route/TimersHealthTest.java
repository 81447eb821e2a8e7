package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SchedulerMetaData;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.springframework.boot.actuate.health.Health;

/** A timer that should have fired, could, and did not. */
class TimersHealthTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final TriggerKey COLLECT = new TriggerKey("collect", "caravan");

    private final AtomicLong nanos = new AtomicLong();
    private final Scheduler scheduler = mock();
    private final SimpleTrigger trigger = mock();
    private TimersHealth health;

    @BeforeEach
    void late() throws SchedulerException {
        QuartzComponent quartz = mock();
        when(quartz.getScheduler()).thenReturn(scheduler);
        CamelContext context = mock();
        when(context.hasComponent("quartz")).thenReturn(quartz);
        SchedulerMetaData facts = mock();
        when(facts.getThreadPoolSize()).thenReturn(1);
        when(scheduler.getMetaData()).thenReturn(facts);
        when(scheduler.getTriggerKeys(any())).thenReturn(Set.of(COLLECT));
        when(scheduler.getTrigger(COLLECT)).thenReturn(trigger);
        when(scheduler.getTriggerState(COLLECT)).thenReturn(TriggerState.NORMAL);
        due(1);
        health = new TimersHealth(() -> context, Clock.fixed(NOW, ZoneOffset.UTC), nanos::get);
    }

    private void due(int secondsAgo) {
        when(trigger.getNextFireTime()).thenReturn(Date.from(NOW.minusSeconds(secondsAgo)));
    }

    private Health after(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
        return health.health();
    }

    @Test
    void isDeadAfterAMinute() {
        assertThat(after(0)).isEqualTo(Health.up().build());
        assertThat(after(59)).isEqualTo(Health.up().build());
        assertThat(after(2))
                .isEqualTo(Health.down()
                        .withDetail("why", "the timer of \"collect\" does not fire any more")
                        .build());
        due(0);
        assertThat(after(0)).isEqualTo(Health.up().build());
    }

    @Test
    void isNotDeadWhileItFiresOrItsStageWorksOrNoThreadIsFree() throws SchedulerException {
        after(0);
        due(100);
        assertThat(after(90)).as("it fired in between").isEqualTo(Health.up().build());
        when(scheduler.getTriggerState(COLLECT)).thenReturn(TriggerState.BLOCKED);
        assertThat(after(90)).as("it works").isEqualTo(Health.up().build());
        when(scheduler.getTriggerState(COLLECT)).thenReturn(TriggerState.NORMAL);
        JobExecutionContext job = mock();
        when(scheduler.getCurrentlyExecutingJobs()).thenReturn(List.of(job));
        assertThat(after(0)).isEqualTo(Health.up().build());
        assertThat(after(90)).as("all threads work").isEqualTo(Health.up().build());
    }
}
