package dev.caravan.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

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

    /** The members from place {@code from} up to but without {@code to}; the first is at place 0. */
    public Members slice(int from, int to) {
        List<Run> part = new ArrayList<>();
        int place = 0;
        for (Run run : runs) {
            int first = Math.max(from, place);
            int end = Math.min(to, place + run.count());
            if (first < end) {
                part.add(new Run(run.firstId() + first - place, end - first, run.attempt()));
            }
            place += run.count();
        }
        return new Members(part);
    }

    /** The first {@code limit} members with higher ids. */
    public Members after(long recordId, int limit) {
        List<Run> part = new ArrayList<>();
        int left = limit;
        for (Run run : runs) {
            long first = Math.max(run.firstId(), recordId + 1);
            int n = (int) Math.min(left, run.endId() - first);
            if (n > 0) {
                part.add(new Run(first, n, run.attempt()));
                left -= n;
            }
            if (left == 0) {
                break;
            }
        }
        return new Members(part);
    }

    /** The members up to this id. */
    public Members upTo(long recordId) {
        List<Run> part = new ArrayList<>();
        for (Run run : runs) {
            int n = (int) Math.min(run.count(), recordId + 1 - run.firstId());
            if (n > 0) {
                part.add(new Run(run.firstId(), n, run.attempt()));
            }
        }
        return new Members(part);
    }

    /** The highest id. There must be a member. */
    public long lastId() {
        return runs.get(runs.size() - 1).endId() - 1;
    }

    /** All but those at these places; the first is at place 0. */
    public Members without(SortedSet<Integer> places) {
        List<Run> rest = new ArrayList<>();
        int from = 0;
        for (int place : places) {
            rest.addAll(slice(from, place).runs());
            from = place + 1;
        }
        rest.addAll(slice(from, size()).runs());
        return new Members(rest);
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
