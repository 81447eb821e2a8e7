package dev.caravan.publish;

import java.time.Duration;

/**
 * How publications are cut and delivered.
 *
 * @param records most records of one publication
 * @param sends most sends of one delivery before it is given up for a person to look at
 */
record PublishSettings(int records, int sends) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 20;

    /** How long to wait after this many failures: a second, doubling, at most five minutes. */
    static Duration waitAfter(int failures) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), DOUBLINGS));
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
