package dev.caravan.intake.zone;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Objects that gave trouble: each is left alone for a minute, then two, at most an hour. Forgets the oldest. Thread-safe. */
final class Parked {
    private static final int MOST = 10_000;
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private record Pause(Duration length, Instant end) {}

    private final Clock clock;
    private final Map<String, Pause> pauses = new LinkedHashMap<>();

    Parked(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean holds(String object) {
        Pause pause = pauses.get(object);
        // A pause that ends later than it can was begun by a clock that was ahead.
        return pause != null
                && clock.instant().isBefore(pause.end())
                && !clock.instant().plus(pause.length()).isBefore(pause.end());
    }

    /** Returns for how long. */
    synchronized Duration park(String object) {
        Pause before = pauses.remove(object);
        Duration length = before == null ? FIRST : before.length().multipliedBy(2);
        length = length.compareTo(LONGEST) > 0 ? LONGEST : length;
        pauses.put(object, new Pause(length, clock.instant().plus(length)));
        if (pauses.size() > MOST) {
            pauses.remove(pauses.keySet().iterator().next());
        }
        return length;
    }

    synchronized void free(String object) {
        pauses.remove(object);
    }
}
