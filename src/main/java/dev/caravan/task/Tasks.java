package dev.caravan.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All tasks by name. */
public record Tasks(Map<String, Task> byName) {

    public Tasks {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    public Optional<Task> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Names of the tasks whose results wait at a gate. */
    public Set<String> gated() {
        return byName.values().stream()
                .filter(task -> task.publish().gate() != Gate.AUTO)
                .map(Task::name)
                .collect(Collectors.toSet());
    }
}
