package dev.caravan.submission;

import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.RecordState;
import java.util.List;

/**
 * How many lines of an unfinished batch in OpenAI's shape have their end already, by the counters of its drops.
 *
 * @param completed lines with an answer
 * @param failed lines that will have none: refused, or failed for good
 */
record LinesSoFar(long completed, long failed) {

    /** @param retries lines that failed and go again by themselves: these are none of either */
    static LinesSoFar of(List<DropCounts> drops, long retries) {
        long refused = drops.stream().mapToLong(DropCounts::refused).sum();
        long failed = in(drops, RecordState.PROVIDER_ERROR) - retries;
        return new LinesSoFar(
                in(drops, RecordState.COMPLETED) + in(drops, RecordState.PUBLISHED),
                refused
                        + Math.max(0, failed)
                        + in(drops, RecordState.INVALID_OUTPUT)
                        + in(drops, RecordState.HELD)
                        + in(drops, RecordState.DISCARDED));
    }

    private static long in(List<DropCounts> drops, RecordState state) {
        return drops.stream().mapToLong(of -> of.in(state)).sum();
    }
}
