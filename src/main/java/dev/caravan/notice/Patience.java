package dev.caravan.notice;

import java.time.Duration;
import java.time.Instant;

/** How long a webhook that does not take its notices is waited for. */
final class Patience {
    /** After that a notice is given up. */
    static final Duration MOST = Duration.ofHours(24);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(3);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private Patience() {}

    /** After so many sends of a notice: 5 s, 20 s, 80 s … 3 h. */
    static Duration again(int sends) {
        return grown(sends, 2, LONGEST);
    }

    /** After so many failures in a row nothing is sent to the webhook: 5 s, 10 s … 5 min, or what it asks for. */
    static Duration pause(int failures, int asked) {
        Duration pause = grown(failures, 1, LONGEST_PAUSE);
        Duration wanted = Duration.ofSeconds(Math.max(0, asked));
        Duration longer = wanted.compareTo(pause) > 0 ? wanted : pause;
        return longer.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : longer;
    }

    static boolean isOver(Instant firstAt, Instant now) {
        return !now.isBefore(firstAt.plus(MOST));
    }

    private static Duration grown(int times, int doublings, Duration longest) {
        int shift = Math.min(30, Math.max(0, times - 1) * doublings);
        Duration wait = FIRST.multipliedBy(1L << shift);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
