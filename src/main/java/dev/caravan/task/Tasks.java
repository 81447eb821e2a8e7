package dev.caravan.task;

import java.util.Map;
import java.util.Optional;

/** All tasks by name. */
public record Tasks(Map<String, Task> byName) {

    public Tasks {
        byName = Map.copyOf(byName);
    }

    public Optional<Task> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
