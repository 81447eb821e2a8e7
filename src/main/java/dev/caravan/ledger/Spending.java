package dev.caravan.ledger;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What answers cost beside their price, what is kept of them, and what is under way. Reads only. Tasks are by name; null for
 * all there are and ever were. Days are those of UTC, both are included; money is in millionths of a US dollar.
 */
public interface Spending {

    /** The first day of which all is counted; 0 if that is every day. Of days before, what rows of attempts still told. */
    long countedSince();

    /** By day, task, model and kind, ascending. */
    List<Again> again(@Nullable Set<String> tasks, long fromDay, long toDay);

    /** By day, task and model, ascending. */
    List<Decided> decided(@Nullable Set<String> tasks, long fromDay, long toDay);

    /** What the spool holds of each task, by task. */
    List<Stored> stored(@Nullable Set<String> tasks);

    /** The ledger's own. */
    long ledgerBytes();

    /** Batches that are not final and what they may still cost, by task and model. */
    List<UnderWay> underWay(@Nullable Set<String> tasks);

    /** What is queued, by task. */
    List<Queued> queued(@Nullable Set<String> tasks);

    /**
     * Answers that were asked for again.
     *
     * @param day on which their batch was sent, whose costs hold {@code micros}; @param attempts how many
     * @param micros what they had cost
     */
    record Again(long day, String task, String model, EffortKind kind, long attempts, long micros) {}

    /**
     * What people decided.
     *
     * @param model that had answered; empty where none had
     * @param millis between opening an item and deciding on it, as {@link OpenItems} counts it; 0 for what was not opened
     */
    record Decided(long day, String task, String model, long decisions, long millis) {}

    /**
     * Bytes by what they are.
     *
     * @param inputs sources as they came, and what was read from them
     */
    record Stored(String task, long inputs, long requests, long results, long publications) {
        public long all() {
            return inputs + requests + results + publications;
        }
    }

    /** @param records that wait for their answers; @param micros estimated, without what they cost so far */
    record UnderWay(String task, String model, long batches, long records, long micros) {}

    /** @param each what the last answers of the newest recipe that has some cost each; empty if there are none */
    record Queued(String task, long records, OptionalDouble each) {
        /** Estimated; null if nobody knows. */
        public @Nullable Long micros() {
            return each.isPresent() ? Long.valueOf(Math.round(each.getAsDouble() * records)) : null;
        }
    }
}
