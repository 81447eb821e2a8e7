package dev.caravan.ledger;

import java.util.EnumMap;
import java.util.Map;

/**
 * The counters of one drop, or summed over several. Conservation: {@code read = refused + duplicate + unchanged + stale
 * + Σ states}.
 */
public record DropCounts(
        long read, long refused, long duplicate, long unchanged, long stale, Map<RecordState, Long> states) {

    public DropCounts {
        var copy = new EnumMap<RecordState, Long>(RecordState.class);
        for (RecordState state : RecordState.values()) {
            copy.put(state, states.getOrDefault(state, 0L));
        }
        states = Map.copyOf(copy);
    }

    /** How many records are in this state. */
    public long in(RecordState state) {
        return states.getOrDefault(state, 0L);
    }

    /** Whether every row read is accounted for. */
    public boolean conserved() {
        long sum = states.values().stream().mapToLong(Long::longValue).sum();
        return read == refused + duplicate + unchanged + stale + sum;
    }
}
