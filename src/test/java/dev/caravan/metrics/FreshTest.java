package dev.caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FreshTest {
    private final TestClock clock = TestClock.at("2026-11-21T03:00:00Z");
    private final AtomicInteger reads = new AtomicInteger();
    private final List<Integer> told = new ArrayList<>();

    @Test
    void whoAsksGoesWithoutWhereReadingTakesLongerThanAMoment() {
        List<Runnable> later = new ArrayList<>();
        Fresh<Integer> fresh =
                new Fresh<>(reads::incrementAndGet, told::add, later::add, clock::nanos, Duration.ofMillis(1));
        fresh.ask();
        fresh.ask();
        assertThat(later).hasSize(1);
        assertThat(told).isEmpty();
        later.get(0).run();
        assertThat(told).containsExactly(1);
        clock.pass(Duration.ofSeconds(6));
        assertThat(fresh.age()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void askingWhileCaravanStopsFailsNobody() {
        Fresh<Integer> fresh = new Fresh<>(
                reads::incrementAndGet,
                told::add,
                work -> {
                    throw new RejectedExecutionException("stopped");
                },
                clock::nanos,
                Duration.ofMillis(1));
        fresh.ask();
        fresh.ask();
        assertThat(reads).hasValue(0);
        assertThat(fresh.works()).isTrue();
    }
}
