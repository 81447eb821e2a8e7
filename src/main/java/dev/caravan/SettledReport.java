package dev.caravan;

import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.RecordState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The end of a run that was to stop when everything is at rest.
 *
 * @param line the last line of standard output
 * @param problems what does not add up; empty when all is well
 */
record SettledReport(String line, List<String> problems) {

    /**
     * @param recount what {@code Counts.recount()} found
     * @param resting queued records that wait for the budget of another day, and for nothing else
     */
    static SettledReport of(DropCounts counts, List<String> recount, long resting) {
        List<String> problems = new ArrayList<>(recount);
        if (!counts.conserved()) {
            problems.add("Not every row that was read is accounted for: " + counts);
        }
        for (RecordState state : List.of(RecordState.QUEUED, RecordState.SUBMITTED, RecordState.COMPLETED)) {
            long moving = counts.in(state) - (state == RecordState.QUEUED ? resting : 0);
            if (moving > 0) {
                problems.add(moving + " records are not at rest but "
                        + state.name().toLowerCase(Locale.ROOT)
                        + (state == RecordState.COMPLETED ? ": their delivery was given up; see the log" : ""));
            }
        }
        return new SettledReport(line(counts) + (resting > 0 ? " waiting=" + resting : ""), List.copyOf(problems));
    }

    int exitCode() {
        return problems.isEmpty() ? 0 : 1;
    }

    private static String line(DropCounts counts) {
        return "settled read=%d refused=%d duplicate=%d unchanged=%d stale=%d published=%d review=%d invalid=%d error=%d held=%d discarded=%d superseded=%d"
                .formatted(
                        counts.read(),
                        counts.refused(),
                        counts.duplicate(),
                        counts.unchanged(),
                        counts.stale(),
                        counts.in(RecordState.PUBLISHED),
                        counts.in(RecordState.REVIEW_REQUIRED),
                        counts.in(RecordState.INVALID_OUTPUT),
                        counts.in(RecordState.PROVIDER_ERROR),
                        counts.in(RecordState.HELD),
                        counts.in(RecordState.DISCARDED),
                        counts.in(RecordState.SUPERSEDED));
    }
}
