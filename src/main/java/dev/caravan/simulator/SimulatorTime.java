package dev.caravan.simulator;

import java.time.Clock;

/** The simulator's clock in the two units it needs: milliseconds inside, whole seconds on the wire. */
record SimulatorTime(Clock clock) {
    long millis() {
        return clock.millis();
    }

    long seconds() {
        return clock.millis() / 1000;
    }
}
