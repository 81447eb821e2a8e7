package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is under way and what stands still, at one look. Reads only. */
public interface Overview {

    /** Drops of which something is to be read, or is queued or at a provider; oldest first. */
    List<Lists.DropRow> moving(int limit);

    /** Batches that are not over, oldest first. */
    List<Lists.BatchRow> openBatches(int limit);

    /** How long the last batches of this credential and model took from create to results, in the middle; empty if none did. */
    Optional<Duration> usual(String credential, String model);

    /** The nodes that live, by number, and what they have in hand. */
    List<NodeNow> nodes();

    /** What does not go on by itself, or not before some time. */
    List<Stuck> stuck(Instant now);

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
