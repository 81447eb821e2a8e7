package dev.caravan.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All tasks by name. */
public record Tasks(Map<String, Task> byName) {

    public Tasks {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    public Optional<Task> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
