package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.ledger.Calls;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.TriggerKey;

/** Stages whose timers fire once an hour, which is too late for everything here. */
@Timeout(60)
class WakeTest {
    private final RouteRig rig = new RouteRig("http://localhost:9/v1")
            .property("caravan.read.every-ms", "3600000")
            .property("caravan.assemble.every-ms", "3600000");
    private final Queue<String> drops = new ConcurrentLinkedQueue<>();
    private final Queue<String> tasks = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        rig.close();
    }

    /** Does what is waiting, one thing at a time. */
    public record Work(Queue<String> waiting) {
        public boolean once() {
            return waiting.poll() != null;
        }
    }

    @Test
    void letsTheNextStageWorkAsSoonAsThereIsSomethingForIt() throws Exception {
        start();
        tasks.add("support");
        drops.add("a.csv");
        new Wake(() -> rig.context, Calls.NONE, Clock.systemUTC()).stages("read");
        await().atMost(Duration.ofSeconds(60)).until(() -> tasks.isEmpty() && drops.isEmpty());
    }

    @Test
    void goesOnWhereOneTurnWasNotEnough() throws Exception {
        start();
        for (int i = 0; i < 45; i++) {
            drops.add("drop " + i);
        }
        new Wake(() -> rig.context, Calls.NONE, Clock.systemUTC()).stages("a-stage-without-a-route read");
        await().atMost(Duration.ofSeconds(60)).until(drops::isEmpty);
    }

    /** Another node that keeps what it hears, and calls. */
    private static final class OtherNode implements Calls {
        final List<String> heard = new ArrayList<>();
        final List<Consumer<String>> listeners = new ArrayList<>();

        @Override
        public void call(String words) {
            heard.add(words);
        }

        @Override
        public void hear(Consumer<String> listener) {
            listeners.add(listener);
        }
    }

    @Test
    void wakesStagesOfOtherNodesAndIsWokenByThemWithoutAnEcho() throws Exception {
        start();
        var other = new OtherNode();
        var wake = new Wake(() -> rig.context, other, Clock.systemUTC());
        wake.hear();
        wake.stages("poll");
        assertThat(other.heard).containsExactly("poll");
        drops.add("a.csv");
        other.listeners.get(0).accept("read");
        await().atMost(Duration.ofSeconds(60)).until(drops::isEmpty);
        assertThat(other.heard).containsExactly("poll");
    }

    private void start() throws Exception {
        rig.bind("read", new Work(drops)).bind("assemble", new Work(tasks));
        rig.load("pipeline/errors.camel.yaml", "pipeline/read.camel.yaml", "pipeline/assemble.camel.yaml");
        rig.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> fired("read") == 1 && fired("assemble") == 1);
    }

    private int fired(String stage) throws SchedulerException {
        Scheduler scheduler =
                rig.context.getComponent("quartz", QuartzComponent.class).getScheduler();
        return scheduler.getTrigger(new TriggerKey(stage, "caravan")) instanceof SimpleTrigger trigger
                ? trigger.getTimesTriggered()
                : 0;
    }
}
