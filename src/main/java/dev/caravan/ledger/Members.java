package dev.caravan.ledger;

import java.util.ArrayList;
import java.util.List;

/** The members of a batch or publication: runs of consecutive record ids with one attempt number, sorted by id. */
public record Members(List<Run> runs) {

    public Members {
        runs = List.copyOf(runs);
    }

    /** How many records. */
    public int size() {
        return runs.stream().mapToInt(Run::count).sum();
    }

    /** Whether this record is a member at this attempt. */
    public boolean contains(long recordId, int attempt) {
        return runs.stream()
                .anyMatch(run -> recordId >= run.firstId() && recordId < run.endId() && run.attempt() == attempt);
    }

    /** {@code count} records from {@code firstId} on, all at the same attempt. */
    public record Run(long firstId, int count, int attempt) {
        /** The id after the last. */
        public long endId() {
            return firstId + count;
        }
    }

    /** Collects members in ascending id order. */
    public static final class Builder {
        private final List<Run> runs = new ArrayList<>();

        /** Adds one record; ids must ascend. */
        public Builder add(long recordId, int attempt) {
            if (!runs.isEmpty()) {
                Run last = runs.get(runs.size() - 1);
                if (recordId < last.endId()) {
                    throw new IllegalArgumentException("Record " + recordId + " comes after " + (last.endId() - 1));
                }
                if (last.endId() == recordId && last.attempt() == attempt) {
                    runs.set(runs.size() - 1, new Run(last.firstId(), last.count() + 1, attempt));
                    return this;
                }
            }
            runs.add(new Run(recordId, 1, attempt));
            return this;
        }

        public Members build() {
            return new Members(runs);
        }
    }
}
