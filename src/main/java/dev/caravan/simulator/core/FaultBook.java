package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The faults still to happen, in the order they were scripted; gone with the process. */
public final class FaultBook {
    private static final long LOOK_MS = 10;
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final Object cleared = new Object();
    private final FaultScript script;
    private final List<Surface> surfaces;

    public FaultBook(List<Surface> surfaces) {
        this.script = new FaultScript(surfaces);
        this.surfaces = List.copyOf(surfaces);
    }

    public void add(JsonNode rules) {
        this.rules.addAll(script.read(rules));
    }

    public ArrayNode asJson() {
        ArrayNode json = Json.array();
        rules.stream().filter(FaultRule::active).forEach(rule -> json.add(rule.asJson()));
        return json;
    }

    /** Every fault there is, with the calls of each surface. */
    public ObjectNode table() {
        return script.table();
    }

    public void clear() {
        synchronized (cleared) {
            rules.clear();
            cleared.notifyAll();
        }
    }

    /** Takes the first active rule for a call. */
    public Optional<FaultRule> onCall(String surface, String call, String uri) {
        return take(surface, call, uri, "", null);
    }

    /** Takes the first active rule for a new batch that does one of {@code actions}. */
    Optional<FaultRule> onBatch(String surface, String description, Set<String> actions) {
        return take(surface, "batch", description, "", actions);
    }

    /**
     * Takes the first active rule that a line of a new batch's input fits.
     *
     * @return the rule, if it lets the batch be created and fail
     * @throws WireException if the create is to be refused
     */
    Optional<FaultRule> onFile(String surface, Path input) throws IOException {
        List<FaultRule> about = rules.stream()
                .filter(rule -> rule.on().equals("file") && rule.active())
                .toList();
        Optional<FaultRule> rule = FileRefusal.find(about, surface, input);
        if (rule.isPresent() && rule.get().action().equals("refuse")) {
            throw FileRefusal.of(
                    surfaces.stream()
                            .filter(one -> one.name().equals(surface))
                            .findFirst()
                            .orElseThrow(),
                    rule.get());
        }
        return rule;
    }

    /** Takes the first active rule for a line. */
    Twist onLine(String surface, String customId, String line) {
        return take(surface, "line", line, customId, null)
                .map(rule -> Twist.of(rule.action()))
                .orElse(Twist.NONE);
    }

    /** Waits, but not beyond {@link #clear}. */
    void hold(long millis) {
        hold(millis, () -> false);
    }

    /** Waits, but not beyond {@link #clear}, nor until {@code enough}. */
    void hold(long millis, BooleanSupplier enough) {
        long end = System.nanoTime() + millis * 1_000_000;
        try {
            synchronized (cleared) {
                long left = millis;
                while (left > 0 && !rules.isEmpty() && !enough.getAsBoolean()) {
                    cleared.wait(Math.min(left, LOOK_MS));
                    left = (end - System.nanoTime()) / 1_000_000;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<FaultRule> take(
            String surface, String on, String text, String customId, @Nullable Set<String> actions) {
        for (FaultRule rule : rules) {
            if (rule.on().equals(on)
                    && (actions == null || actions.contains(rule.action()))
                    && rule.matches(surface, text, customId)
                    && rule.take()) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
