package dev.caravan.access;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes guessing passwords slow: after some failures a name from one address, a name, or an address has to wait, each time
 * twice as long, up to a quarter of an hour. Remembers a bounded number of them, the oldest are forgotten.
 */
final class LoginThrottle {
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int MOST = 10_000;

    /** Failures that are free, by the kind of key: a person errs, a whole office may share one address. */
    private static final int FREE_PAIR = 5;

    private static final int FREE_ADDRESS = 20;
    private static final int FREE_NAME = 50;

    private final Clock clock;
    private final Map<Key, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Failures> eldest) {
            return size() > MOST;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    private record Key(String name, String address, int free) {}

    /** @param until milliseconds since 1970; before that nothing is tried */
    private record Failures(int count, long last, long until) {}

    /** How long this name must wait at this address before it may try again; zero if it may now. */
    synchronized Duration wait(String name, String address) {
        long now = clock.millis();
        long until = keys(name, address).stream()
                .map(failures::get)
                .mapToLong(found -> found == null ? 0 : found.until())
                .max()
                .orElse(0);
        return Duration.ofMillis(Math.max(0, until - now));
    }

    synchronized void failed(String name, String address) {
        long now = clock.millis();
        for (Key key : keys(name, address)) {
            failures.compute(key, (same, before) -> {
                boolean old = before == null || now - before.last() > 2 * LONGEST.toMillis();
                int count = old ? 1 : before.count() + 1;
                int over = Math.min(count - key.free(), 20);
                long wait = over < 0 ? 0 : Math.min(LONGEST.toMillis(), 1000L << over);
                return new Failures(count, now, now + wait);
            });
        }
    }

    synchronized void succeeded(String name, String address) {
        failures.remove(new Key(name, address, FREE_PAIR));
    }

    synchronized int remembered() {
        return failures.size();
    }

    private static List<Key> keys(String name, String address) {
        String known = name.length() > 64 ? name.substring(0, 64) : name;
        return List.of(
                new Key(known, address, FREE_PAIR), new Key("", address, FREE_ADDRESS), new Key(known, "", FREE_NAME));
    }
}
