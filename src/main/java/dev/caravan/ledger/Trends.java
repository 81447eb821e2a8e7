package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How things went over time, for plots. */
public interface Trends {

    /**
     * Notes how many records of each task are in each state now, where that is another number than at the look before.
     *
     * @param atMostEvery does nothing if somebody did it within this time
     * @return how many numbers were noted
     */
    int note(Instant now, Duration atMostEvery);

    /** Deletes what was noted before, but for what still was so then; returns how many. */
    int trim(Instant before);

    /** What was noted from this time on, and first what was so then; by task, state and time. Null for all tasks. */
    List<Tally> tallies(@Nullable Set<String> tasks, Instant from);

    /** Batches whose results came home from this time on, newest first. Null for all tasks. */
    List<Collected> collected(@Nullable Set<String> tasks, Instant from, int limit);

    /** Open items of people by how long they have been open, by task. Null for all tasks. */
    List<Waiting> waiting(@Nullable Set<String> tasks, Instant now);

    /** @param records that many from this time on, until the next of this task and state */
    record Tally(String task, RecordState state, Instant at, long records) {}

    /**
     * A batch that is home.
     *
     * @param version of the task that asked
     * @param took from its create to its results; null where the first is not known
     */
    record Collected(
            String task,
            String model,
            int version,
            Instant at,
            @Nullable Duration took,
            Lists.Counted counted) {}

    /** How old an open item is. */
    enum Age {
        UNDER_AN_HOUR(Duration.ofHours(1)),
        UNDER_FOUR_HOURS(Duration.ofHours(4)),
        UNDER_A_DAY(Duration.ofDays(1)),
        UNDER_THREE_DAYS(Duration.ofDays(3)),
        UNDER_A_WEEK(Duration.ofDays(7)),
        OLDER(null);

        private final @Nullable Duration below;

        Age(@Nullable Duration below) {
            this.below = below;
        }

        /** Null: no end. */
        @Nullable
        Duration below() {
            return below;
        }
    }

    record Waiting(String task, Age age, long items) {}
}
