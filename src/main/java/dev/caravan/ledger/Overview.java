package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is under way and what stands still, at one look. Reads only. {@code tasks} are those that somebody sees, by name; null
 * for all there are and ever were.
 */
public interface Overview {

    /** Drops of which something is to be read, or is queued or at a provider; oldest first. */
    List<Lists.DropRow> moving(@Nullable Set<String> tasks, int limit);

    /** Batches that are not over, oldest first. */
    List<Lists.BatchRow> openBatches(@Nullable Set<String> tasks, int limit);

    /** How many batches are in each state that is not final; nothing that is 0. */
    Map<BatchState, Long> openStates(@Nullable Set<String> tasks);

    /** How long the last batches of this credential and model took from create to results; empty if none did. */
    Optional<Usual> usual(String credential, String model);

    /** The same batches, each with what is usual for its credential and model. */
    default List<Job> jobs(List<Lists.BatchRow> batches) {
        Map<String, Optional<Usual>> known = new HashMap<>();
        List<Job> jobs = new ArrayList<>();
        for (Lists.BatchRow batch : batches) {
            Optional<Usual> usual = known.computeIfAbsent(
                    batch.credential() + " " + batch.model(), name -> usual(batch.credential(), batch.model()));
            jobs.add(new Job(batch, usual.orElse(null)));
        }
        return jobs;
    }

    /** The nodes that live, by number, and what they have in hand. */
    List<NodeNow> nodes();

    /**
     * What does not go on by itself, or not before some time. Whoever is limited to tasks is not told of credentials and of
     * what was asked for.
     */
    List<Stuck> stuck(@Nullable Set<String> tasks, Instant now);

    /** @param took in the middle of those that were looked at; @param batches how many that were */
    record Usual(Duration took, int batches) {}

    /** @param usual null if no batch of its credential and model has come home yet */
    record Job(Lists.BatchRow batch, @Nullable Usual usual) {

        /** When its results would be here if it took as long as the last ones; null if it was not sent, or none is known. */
        public @Nullable Instant home() {
            Instant sent = batch.times().submitted();
            return sent == null || usual == null ? null : sent.plus(usual.took());
        }
    }

    /**
     * @param holds what of which kind, such as {@code batches}: 3; nothing that is 0
     * @param duties what it does alone, in the words of {@link Duties}
     */
    record NodeNow(Nodes.Node node, Map<String, Long> holds, List<String> duties) {}

    /**
     * @param what in the words of the logs: {@code sink tickets-http}, {@code task tickets}, {@code batch 12}
     * @param count deliveries, records or requests; 1 where it is one thing
     * @param why for a person, with what to do
     */
    record Stuck(String what, long count, String why) {}
}
