package dev.caravan.simulator.core;

import java.time.Clock;

/** The simulator's clock in the two units it needs: milliseconds inside, whole seconds on the wire. */
public record SimulatorTime(Clock clock) {
    public long millis() {
        return clock.millis();
    }

    public long seconds() {
        return clock.millis() / 1000;
    }
}
