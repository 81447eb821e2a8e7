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

    @Test
    void aLookThatFailsEndsNeitherTheBeatsNorOtherLooks() {
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
            Heartbeat heartbeat = new Heartbeat(
                    new NodeWatch(ledger.nodes(), System::nanoTime, EVERY, EVERY.multipliedBy(100)),
                    EVERY,
                    System::nanoTime,
                    beans.getBeanProvider(AfterDeath.class),
                    beans.getBeanProvider(EachBeat.class));
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
}
