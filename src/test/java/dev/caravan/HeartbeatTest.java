package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.AfterDeath;
import dev.caravan.ledger.EachBeat;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.NodeWatch;
import dev.caravan.ledger.SqliteLedger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.support.GenericApplicationContext;

class HeartbeatTest {
    private static final Duration EVERY = Duration.ofMillis(20);

    @TempDir
    Path folder;

    /** Else a beat that is under way finds this node dead, since it left, and a stop that went well ends as a failure. */
    @Test
    void theLastBeatIsOverBeforeTheNodeLeaves() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean wrote = new AtomicBoolean();
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        try (Ledger ledger = SqliteLedger.open(folder.resolve("ledger/caravan.db"), Clock.systemUTC());
                GenericApplicationContext context = new GenericApplicationContext()) {
            beans.addBean("slow", (EachBeat) () -> {
                inside.countDown();
                awaitQuietly(goOn);
                ledger.nodes().beat();
                wrote.set(true);
            });
            Heartbeat heartbeat = heartbeat(ledger, beans);
            heartbeat.onApplicationEvent(
                    new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));
            assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
            Thread stops = new Thread(new FutureTask<>(() -> {
                heartbeat.destroy();
                return null;
            }));
            stops.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> stops.getState() == Thread.State.TIMED_WAITING
                            || stops.getState() == Thread.State.TERMINATED);
            assertThat(stops.isAlive()).isTrue();
            goOn.countDown();
            stops.join(60_000);
            assertThat(stops.isAlive()).isFalse();
            assertThat(wrote).isTrue();
        }
    }

    @Test
    void aBeatThatOutlastsTheStopEndsNothing() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch dead = new CountDownLatch(1);
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        Ledger ledger = SqliteLedger.open(folder.resolve("ledger/caravan.db"), Clock.systemUTC());
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            beans.addBean("slower", (EachBeat) () -> {
                inside.countDown();
                awaitQuietly(goOn);
                try {
                    ledger.nodes().beat();
                } finally {
                    dead.countDown();
                }
            });
            Heartbeat heartbeat = heartbeat(ledger, beans);
            heartbeat.onApplicationEvent(
                    new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));
            context.refresh();
            assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
            heartbeat.destroy();
            ledger.nodes().leave();
            goOn.countDown();
            assertThat(dead.await(60, TimeUnit.SECONDS)).isTrue();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !heartbeat.isBeating());
            assertThat(context.isActive()).isTrue();
        } finally {
            ledger.close();
        }
    }

    @Test
    void aLookThatFailsEndsNeitherTheBeatsNorOtherLooks() throws Exception {
        AtomicInteger failed = new AtomicInteger();
        AtomicInteger looked = new AtomicInteger();
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("fails", (EachBeat) () -> {
            failed.incrementAndGet();
            throw new IllegalStateException("a mistake");
        });
        beans.addBean("works", (EachBeat) looked::incrementAndGet);
        try (Ledger ledger = SqliteLedger.open(folder.resolve("ledger/caravan.db"), Clock.systemUTC());
                GenericApplicationContext context = new GenericApplicationContext()) {
            Heartbeat heartbeat = heartbeat(ledger, beans);
            try {
                heartbeat.onApplicationEvent(
                        new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> failed.get() > 2 && looked.get() > 2);
                assertThat(heartbeat.isBeating()).isTrue();
            } finally {
                heartbeat.destroy();
            }
        }
    }

    private static Heartbeat heartbeat(Ledger ledger, StaticListableBeanFactory beans) {
        return new Heartbeat(
                new NodeWatch(ledger.nodes(), System::nanoTime, EVERY, EVERY.multipliedBy(100)),
                EVERY,
                System::nanoTime,
                beans.getBeanProvider(AfterDeath.class),
                beans.getBeanProvider(EachBeat.class));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
