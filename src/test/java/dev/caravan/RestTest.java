package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Rest rest = new Rest(Duration.ofSeconds(2));

    @Test
    void isBelievedOnlyAfterItLastedLongEnough() {
        assertThat(rest.look(true, 10 * SECOND)).isFalse();
        assertThat(rest.look(true, 11 * SECOND)).isFalse();
        assertThat(rest.look(true, 12 * SECOND)).isTrue();
    }

    @Test
    void beginsAnewAfterAnyMovement() {
        rest.look(true, 10 * SECOND);
        assertThat(rest.look(false, 13 * SECOND)).isFalse();
        assertThat(rest.look(true, 14 * SECOND)).isFalse();
        assertThat(rest.look(true, 16 * SECOND)).isTrue();
    }

    @Test
    void needsTwoLooksEvenWithNoWait() {
        Rest impatient = new Rest(Duration.ZERO);
        assertThat(impatient.look(true, 0)).isFalse();
        assertThat(impatient.look(true, 1)).isTrue();
    }
}
