package dev.caravan.ledger;

import dev.caravan.ledger.Nodes.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Beats for this node, and calls others dead whose counter stands still for long enough. No two clocks are compared, and time
 * in which this process was stopped itself counts against nobody. Not thread-safe.
 */
public final class NodeWatch {
    private static final int MISSED = 3;

    private final Nodes nodes;
    private final LongSupplier nanoTime;
    private final Duration every;
    private final Duration deadAfter;
    private final Map<Integer, Still> seen = new HashMap<>();
    private long lastLook;
    private boolean fewer;

    /** @param still how long the counter has been seen to be the same */
    private record Still(long beat, long still) {}

    /**
     * @param nanoTime a monotonic clock
     * @param every how often {@link #look} is called
     * @param deadAfter how long a counter stands still before its node is called dead
     */
    public NodeWatch(Nodes nodes, LongSupplier nanoTime, Duration every, Duration deadAfter) {
        if (deadAfter.compareTo(every.multipliedBy(MISSED)) < 0) {
            throw new IllegalArgumentException("A node can't be called dead after " + deadAfter.toMillis()
                    + " ms (caravan.node.dead-after-ms) if it beats every " + every.toMillis()
                    + " ms (caravan.node.beat-ms): at least " + MISSED + " beats have to be missing");
        }
        this.nodes = nodes;
        this.nanoTime = nanoTime;
        this.every = every;
        this.deadAfter = deadAfter;
        this.lastLook = nanoTime.getAsLong();
    }

    /**
     * Beats, then looks at the others.
     *
     * @return whom this look called dead
     * @throws NodeDeadException if this node is dead itself
     */
    public List<Node> look() {
        nodes.beat();
        long now = nanoTime.getAsLong();
        long passed = Math.min(now - lastLook, every.multipliedBy(MISSED).toNanos());
        lastLook = now;
        List<Node> living = nodes.living();
        List<Node> buried = new ArrayList<>();
        for (Node node : living) {
            Still before = seen.get(node.number());
            long still = before == null || before.beat() != node.beat() ? 0 : before.still() + passed;
            seen.put(node.number(), new Still(node.beat(), still));
            if (node.number() != nodes.number() && still >= deadAfter.toNanos() && nodes.bury(node)) {
                buried.add(node);
            }
        }
        List<Integer> numbers = living.stream()
                .filter(node -> !buried.contains(node))
                .map(Node::number)
                .toList();
        fewer |= seen.keySet().retainAll(numbers);
        return buried;
    }

    /** Whether a node that lived does not live any more, however it ended, since this was asked the last time. */
    public boolean areFewer() {
        boolean answer = fewer;
        fewer = false;
        return answer;
    }
}
