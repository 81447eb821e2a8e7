package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockJumpsTest {
    private static final Instant START = Instant.parse("2026-11-21T03:00:00Z");

    private long nanos = 77;
    private int back;
    private final ClockJumps jumps = new ClockJumps(() -> nanos, () -> back++);

    private void look(Duration monotonic, Instant wall) {
        nanos = 77 + monotonic.toNanos();
        jumps.look(wall);
    }

    @Test
    void believesAClockThatGoesAndIsSetByMinutes() {
        look(Duration.ZERO, START);
        look(Duration.ofDays(2), START.plus(Duration.ofDays(2)));
        look(Duration.ofDays(3), START.plus(Duration.ofDays(3)).plus(Duration.ofMinutes(4)));
        assertThat(jumps.believes(START)).isTrue();
        assertThat(jumps.believes(START.minus(Duration.ofDays(9))))
                .as("before this process began")
                .isTrue();
        assertThat(back).isZero();
    }

    @Test
    void believesNothingThatAClockSaidBeforeItWasSet() {
        look(Duration.ZERO, START.minus(Duration.ofDays(365)));
        Instant right = START.plus(Duration.ofSeconds(1));
        look(Duration.ofSeconds(1), right);
        assertThat(jumps.believes(START.minus(Duration.ofDays(365)))).isFalse();
        assertThat(jumps.believes(right)).isTrue();
    }

    @Test
    void noticesAJumpAheadAndBack() {
        look(Duration.ZERO, START);
        look(Duration.ofSeconds(1), START.plus(Duration.ofDays(1)));
        look(Duration.ofSeconds(2), START.plusSeconds(2));
        assertThat(jumps.believes(START)).isFalse();
        assertThat(jumps.believes(START.plusSeconds(2))).isTrue();
        assertThat(back).isEqualTo(1);
    }
}
