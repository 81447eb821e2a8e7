package dev.caravan.metrics;

import dev.caravan.ledger.Backlog.Head;
import dev.caravan.ledger.Backlog.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long what a stage would take next has been waiting. Where the ledger does not know since when, it counts from the look
 * at which it was first seen at the head.
 */
final class Lags {
    private static final double MILLIS = 1000;

    private final Map<Stage, Seen> seen = new EnumMap<>(Stage.class);

    private record Seen(String what, Instant since) {}

    /** In seconds, for every stage; 0 where nothing waits. */
    Map<Stage, Double> of(Map<Stage, Head> heads, Instant now) {
        Map<Stage, Double> lags = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            Head head = heads.get(stage);
            if (head == null) {
                seen.remove(stage);
                lags.put(stage, 0.0);
            } else {
                lags.put(
                        stage,
                        Math.max(
                                        0,
                                        Duration.between(since(stage, head, now), now)
                                                .toMillis())
                                / MILLIS);
            }
        }
        return lags;
    }

    private Instant since(Stage stage, Head head, Instant now) {
        Instant due = head.due();
        if (due != null) {
            seen.remove(stage);
            return due;
        }
        return seen.compute(
                        stage,
                        (same, before) -> before != null && before.what().equals(head.what())
                                ? before
                                : new Seen(head.what(), now))
                .since();
    }
}
