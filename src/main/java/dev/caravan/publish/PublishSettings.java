package dev.caravan.publish;

import java.time.Duration;

/**
 * How publications are cut and delivered.
 *
 * @param records most records of one publication
 * @param sends most sends of one delivery before it is given up, so that later ones can go on
 * @param again how long after that it is sent once more, and so on until the sink has it
 */
record PublishSettings(int records, int sends, Duration again) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 20;

    /** How long to wait after this many failures: a second, doubling, at most five minutes. */
    static Duration waitAfter(int failures) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), DOUBLINGS));
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
