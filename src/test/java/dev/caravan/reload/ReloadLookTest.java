package dev.caravan.reload;

import static dev.caravan.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Reloads.Wish;
import dev.caravan.ledger.SqliteLedger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.support.GenericApplicationContext;

class ReloadLookTest {

    @TempDir
    Path folder;

    /** Reloads for as long as the test says. */
    private static final class Slow implements Runner {
        private final Queue<Long> begun = new ConcurrentLinkedQueue<>();
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean reloading;

        @Override
        public String process() {
            return "one";
        }

        @Override
        public Instant since() {
            return Instant.EPOCH;
        }

        @Override
        public Loaded loaded() {
            throw new IllegalStateException("nobody looks at files");
        }

        @Override
        public List<String> check() {
            return List.of();
        }

        @Override
        public boolean isReloading() {
            asked.incrementAndGet();
            return reloading;
        }

        @Override
        public void reload(Wish wish) {
            reloading = true;
            begun.add(wish.id());
        }
    }

    /** Two at once would close what the other has just begun, and end the process. */
    @Test
    void aSecondWishWaitsForTheEndOfTheFirstReload() {
        Slow runner = new Slow();
        try (Ledger ledger = SqliteLedger.open(folder.resolve("ledger/caravan.db"), Clock.systemUTC());
                GenericApplicationContext context = new GenericApplicationContext()) {
            ReloadLook look = new ReloadLook(runner, ledger, null);
            try {
                look.onApplicationEvent(
                        new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));
                long first = ledger.reloads().ask("ann", "", "");
                await().until(() -> !runner.begun.isEmpty());
                long second = ledger.reloads().ask("ben", "", "");
                int before = runner.asked.get();
                await().until(() -> runner.asked.get() > before + 1);
                assertThat(runner.begun).containsExactly(first);
                runner.reloading = false;
                await().until(() -> runner.begun.size() > 1);
                assertThat(runner.begun).containsExactly(first, second);
            } finally {
                look.destroy();
            }
        }
    }
}
