package dev.caravan.task;

import dev.caravan.model.Models;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All tasks by name, each with its batch models as they are now. Thread-safe. */
public final class Tasks {
    private final Map<String, Task> read;
    private final GatewayTasks gateway;
    private final Models models;
    private volatile Known known;

    private record Known(long revision, Map<String, Task> byName) {}

    /**
     * @param read those of {@code config/tasks}
     * @param gateway those that are made of their names
     * @param models in which a change of a batch model is seen
     */
    public Tasks(Map<String, Task> read, GatewayTasks gateway, Models models) {
        this.read = Collections.unmodifiableMap(new LinkedHashMap<>(read));
        this.gateway = gateway;
        this.models = models;
        this.known = new Known(models.revision(), this.read);
    }

    /** With batch models that never change. */
    public Tasks(Map<String, Task> read, GatewayTasks gateway) {
        this(read, gateway, new Models(Map.of(), Map.of(), Map.of()));
    }

    /** Those of a folder, and no others. */
    public Tasks(Map<String, Task> read) {
        this(read, GatewayTasks.none());
    }

    /** Those of {@code config/tasks}. */
    public Map<String, Task> byName() {
        Known now = known;
        long revision = models.revision();
        if (now.revision() == revision) {
            return now.byName();
        }
        Map<String, Task> tasks = new LinkedHashMap<>();
        read.forEach((name, task) -> tasks.put(name, task.with(models)));
        known = new Known(revision, Collections.unmodifiableMap(tasks));
        return known.byName();
    }

    /** Those that are made of their names. */
    public GatewayTasks gateway() {
        return gateway;
    }

    /** Another number whenever a batch model is not what it was. */
    public long revision() {
        return models.revision();
    }

    /** One of the folder, or of the gateway; empty if there is none, or its batch model is gone. */
    public Optional<Task> find(String name) {
        return Optional.ofNullable(byName().get(name)).or(() -> gateway.find(name));
    }

    /** How long the records of a task are kept; empty if there is no such task. */
    public Optional<Task.Retention> retention(String name) {
        return GatewayTasks.isOne(name)
                ? Optional.of(gateway.retention())
                : Optional.ofNullable(read.get(name)).map(Task::retention);
    }

    /** Names of the tasks whose results wait at a gate. */
    public Set<String> gated() {
        return read.values().stream()
                .filter(task -> task.publish().gate() != Gate.AUTO)
                .map(Task::name)
                .collect(Collectors.toSet());
    }
}
