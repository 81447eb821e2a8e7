package dev.caravan.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All tasks by name.
 *
 * @param byName those of {@code config/tasks}
 * @param gateway those that are made of their names
 */
public record Tasks(Map<String, Task> byName, GatewayTasks gateway) {

    public Tasks {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** Those of a folder, and no others. */
    public Tasks(Map<String, Task> byName) {
        this(byName, GatewayTasks.none());
    }

    /** One of the folder, or of the gateway; empty if there is none, or its batch model is gone. */
    public Optional<Task> find(String name) {
        return Optional.ofNullable(byName.get(name)).or(() -> gateway.find(name));
    }

    /** How long the records of a task are kept; empty if there is no such task. */
    public Optional<Task.Retention> retention(String name) {
        return GatewayTasks.isOne(name)
                ? Optional.of(gateway.retention())
                : Optional.ofNullable(byName.get(name)).map(Task::retention);
    }

    /** Names of the tasks whose results wait at a gate. */
    public Set<String> gated() {
        return byName.values().stream()
                .filter(task -> task.publish().gate() != Gate.AUTO)
                .map(Task::name)
                .collect(Collectors.toSet());
    }
}
