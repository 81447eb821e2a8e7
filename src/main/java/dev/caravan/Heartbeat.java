package dev.caravan;

import dev.caravan.health.Pulse;
import dev.caravan.ledger.AfterDeath;
import dev.caravan.ledger.EachBeat;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.NodeDeadException;
import dev.caravan.ledger.NodeWatch;
import dev.caravan.ledger.Nodes.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Keeps this node alive in the ledger from its start on, and ends the process when the others have called it dead: it can do
 * nothing any more, and whoever watches over processes starts it again as a new node.
 */
final class Heartbeat implements ApplicationListener<ApplicationReadyEvent>, Pulse, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    /** Longer than either database lets one wait for a write. */
    private static final Duration SLACK = Duration.ofSeconds(10);
    /** Far longer than a beat takes, far shorter than containers are given to stop. */
    private static final int LAST_BEAT_SECONDS = 2;

    private final NodeWatch watch;
    private final ObjectProvider<AfterDeath> duties;
    private final ObjectProvider<EachBeat> looks;
    private final ScheduledExecutorService beats =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "heartbeat"));
    private final Duration every;
    private final LongSupplier nanoTime;
    private final Future<?> schedule;
    private volatile @Nullable ConfigurableApplicationContext ready;
    private volatile long beatAt;
    private volatile @Nullable String trouble;
    private volatile boolean over;
    private boolean mute;
    private boolean left;

    /**
     * @param every from one beat to the next
     * @param duties asked for when the process has started, as looks are: until then each bean sees to what it finds
     */
    Heartbeat(
            NodeWatch watch,
            Duration every,
            LongSupplier nanoTime,
            ObjectProvider<AfterDeath> duties,
            ObjectProvider<EachBeat> looks) {
        this.watch = watch;
        this.every = every;
        this.nanoTime = nanoTime;
        this.beatAt = nanoTime.getAsLong();
        this.duties = duties;
        this.looks = looks;
        this.schedule =
                beats.scheduleWithFixedDelay(this::beat, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        ready = event.getApplicationContext();
    }

    private void beat() {
        try {
            List<Node> buried = watch.look();
            beatAt = nanoTime.getAsLong();
            trouble = null;
            for (Node dead : buried) {
                LOG.warn(
                        "{} has not been heard of since {}: it counts as dead, and what it was at is done by others",
                        dead.called(),
                        dead.beatAt());
            }
            settle();
            if (ready != null) {
                looks.orderedStream().forEach(Heartbeat::look);
            }
            mute = false;
        } catch (NodeDeadException e) {
            end(e);
        } catch (LedgerException e) {
            trouble = e.getMessage();
            if (!mute && !over) {
                LOG.warn("This node could not say that it lives: {}", e.getMessage());
            }
            mute = true;
        }
    }

    /** What goes wrong with one look must not end the beats, nor the other looks. */
    private static void look(EachBeat one) {
        try {
            one.look();
        } catch (LedgerException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("Something that is looked at with each beat of this node could not be; looking again", e);
        }
    }

    private void settle() {
        left |= watch.areFewer();
        if (!left || ready == null) {
            return;
        }
        try {
            for (AfterDeath duty : duties.orderedStream().toList()) {
                duty.settle();
            }
            left = false;
        } catch (LedgerException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.warn("What another node left could not be settled yet; trying again", e);
        }
    }

    private void end(NodeDeadException e) {
        ConfigurableApplicationContext context = ready;
        if (context == null || over) {
            // Starting up still: its first write fails with the same words and ends it. Or it has left by itself.
            return;
        }
        LOG.error("{}", e.getMessage());
        beats.shutdown();
        // Not on this thread: closing the context waits for it.
        new Thread(() -> System.exit(SpringApplication.exit(context, () -> 1)), "exit").start();
    }

    @Override
    public boolean isBeating() {
        return !schedule.isDone();
    }

    @Override
    public Duration sinceBeat() {
        return Duration.ofNanos(nanoTime.getAsLong() - beatAt);
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public Duration lateAfter() {
        return every.multipliedBy(2).plus(SLACK);
    }

    /** Behind this the ledger is left, and a beat from there on would find this node dead. */
    @Override
    public void destroy() throws InterruptedException {
        over = true;
        beats.shutdown();
        if (!beats.awaitTermination(LAST_BEAT_SECONDS, TimeUnit.SECONDS)) {
            LOG.debug("The last beat of this node has not come to its end; it ends with the ledger");
        }
    }
}
