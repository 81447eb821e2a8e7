package dev.caravan.simulator.core;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The simulator's clocks: milliseconds inside, whole seconds on the wire, and how many calls a surface has seen. */
public final class SimulatorTime {
    private final Clock clock;
    private final Map<String, AtomicLong> calls = new ConcurrentHashMap<>();

    public SimulatorTime(Clock clock) {
        this.clock = clock;
    }

    public long millis() {
        return clock.millis();
    }

    public long seconds() {
        return clock.millis() / 1000;
    }

    /** Calls of a surface since the process began, the one under way included. */
    public long calls(String surface) {
        return counter(surface).get();
    }

    /** A call comes in. */
    public void called(String surface) {
        counter(surface).incrementAndGet();
    }

    private AtomicLong counter(String surface) {
        return calls.computeIfAbsent(surface, name -> new AtomicLong());
    }
}
