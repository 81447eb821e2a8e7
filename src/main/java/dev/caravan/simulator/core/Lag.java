package dev.caravan.simulator.core;

/**
 * How long something stays as it was; both must be over.
 *
 * @param millis by the simulator's clock
 * @param calls how many more calls of the surface still see it so
 */
public record Lag(long millis, long calls) {
    static final Lag NONE = new Lag(0, 0);

    /** Whether it is over, so long and so many calls later. */
    boolean over(long millisLater, long callsLater) {
        return millisLater >= millis && (calls == 0 || callsLater > calls);
    }

    Lag longer(Lag other) {
        return new Lag(Math.max(millis, other.millis), Math.max(calls, other.calls));
    }
}
