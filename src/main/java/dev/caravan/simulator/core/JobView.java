package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job at one moment, for a surface to put into its vendor's words.
 *
 * @param looks polls that saw it in this state and left it there, see {@link Dialect#looks}
 * @param times epoch ms at which the job came into a state; only for states it was in
 * @param lines requests in the input; 0 until the check is over
 * @param findings why it failed; empty otherwise
 * @param run counts, tokens and {@link Dialect#finish notes}; zeros and no notes until the lines ran
 * @param vendor what the surface remembers of it; a copy
 */
public record JobView(
        String id,
        JobState state,
        int looks,
        long createdMillis,
        Map<JobState, Long> times,
        int lines,
        List<Finding> findings,
        RunResult run,
        ObjectNode vendor) {
    /** Epoch seconds at which the job came into a state, null when it never did. */
    public @Nullable Long seconds(JobState wanted) {
        Long millis = times.get(wanted);
        return millis == null ? null : Long.valueOf(millis / 1000);
    }
}
