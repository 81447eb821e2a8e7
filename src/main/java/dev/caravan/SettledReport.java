package dev.caravan;

import dev.caravan.ledger.Counts;
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
     * @param left what tasks have that are no longer configured
     */
    static SettledReport of(DropCounts counts, List<String> recount, long resting, List<Counts.Left> left) {
        return of(counts, recount, resting, left, 0);
    }

    /** @param pending completed records that wait behind the gates of their drops */
    static SettledReport of(
            DropCounts counts, List<String> recount, long resting, List<Counts.Left> left, long pending) {
        List<String> problems = new ArrayList<>(recount);
        if (!counts.conserved()) {
            problems.add("Not every row that was read is accounted for: " + counts);
        }
        for (RecordState state : List.of(RecordState.QUEUED, RecordState.SUBMITTED, RecordState.COMPLETED)) {
            long waiting = state == RecordState.QUEUED ? resting : state == RecordState.COMPLETED ? pending : 0;
            long moving = counts.in(state) - waiting - of(state, left);
            if (moving > 0) {
                problems.add(moving + " records are not at rest but "
                        + state.name().toLowerCase(Locale.ROOT)
                        + (state == RecordState.COMPLETED ? ": their delivery was given up; see the log" : ""));
            }
        }
        for (Counts.Left one : left) {
            problems.add("Task \"" + one.task() + "\" is no longer in config/tasks, and " + one.queued()
                    + " of its records are queued, " + one.completed()
                    + " completed and not published. Put the task back"
                    + " to go on" + (one.queued() > 0 ? ", or hold what is queued: cancel --task=" + one.task() : ""));
        }
        String line =
                line(counts) + (resting > 0 ? " waiting=" + resting : "") + (pending > 0 ? " pending=" + pending : "");
        return new SettledReport(line, List.copyOf(problems));
    }

    private static long of(RecordState state, List<Counts.Left> left) {
        return switch (state) {
            case QUEUED -> left.stream().mapToLong(Counts.Left::queued).sum();
            case COMPLETED -> left.stream().mapToLong(Counts.Left::completed).sum();
            default -> 0;
        };
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
