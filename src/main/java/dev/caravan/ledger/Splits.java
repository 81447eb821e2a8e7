package dev.caravan.ledger;

import java.util.ArrayList;
import java.util.List;

/** How a file is cut into parts that may be sent. */
final class Splits {
    private Splits() {}

    /** How many scouts of a file of this size make certain that all of it is refused. */
    static int scouts(int records) {
        return Math.max(3, 32 - Integer.numberOfLeadingZeros(Math.max(1, records - 1)));
    }

    /**
     * Two halves, after a scout if wanted; nobody is in a part of fewer than {@code least}. Empty if there are too few for
     * that.
     */
    static List<Members> of(Members members, int least, boolean scout) {
        List<Members> parts = new ArrayList<>();
        int from = 0;
        if (scout && members.size() >= 3 * least) {
            parts.add(members.slice(0, least));
            from = least;
        }
        int left = members.size() - from;
        if (left >= 2 * least) {
            parts.add(members.slice(from, from + left / 2));
            parts.add(members.slice(from + left / 2, members.size()));
        }
        return parts;
    }
}
