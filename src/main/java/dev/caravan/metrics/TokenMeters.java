package dev.caravan.metrics;

import dev.caravan.batch.UsageObserver;
import dev.caravan.ledger.Collection.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** Tokens of the answers that this node has brought home or was given. */
final class TokenMeters implements UsageObserver {
    private final MeterRegistry registry;
    private final IntFunction<String> taskName;
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    /** @param taskName of a task's number */
    TokenMeters(MeterRegistry registry, IntFunction<String> taskName) {
        this.registry = registry;
        this.taskName = taskName;
    }

    @Override
    public void used(int taskId, String model, Usage usage) {
        String task = names.computeIfAbsent(taskId, taskName::apply);
        count(task, model, "input", usage.in());
        count(task, model, "cached", usage.cached());
        count(task, model, "output", usage.out());
        count(task, model, "reasoning", usage.reasoning());
    }

    private void count(String task, String model, String kind, long tokens) {
        Counter.builder("caravan.tokens")
                .description(
                        "Tokens of answers that this node brought home; cached ones are among input, reasoning among output")
                .tag("task", task)
                .tag("model", model)
                .tag("kind", kind)
                .register(registry)
                .increment(tokens);
    }
}
