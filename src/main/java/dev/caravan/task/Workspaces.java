package dev.caravan.task;

import dev.caravan.model.Workspace;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which task is in which workspace, and what the operations of each are. Configuration: a task that is not configured any more
 * is in none, and only whoever sees all workspaces sees what became of it.
 *
 * @param byTask task → workspace
 * @param operations workspace → operation → task
 */
public record Workspaces(Map<String, String> byTask, Map<String, Map<String, String>> operations) {
    /** What callers may ask for by name. */
    public static final Set<String> OPERATIONS = Set.of("extract", "summarize", "classify");

    public Workspaces {
        byTask = Map.copyOf(byTask);
        operations = Map.copyOf(operations);
    }

    /** Each task is in the workspace that it names, and the operations of {@code default} are the tasks of those names. */
    static Workspaces of(Tasks tasks) {
        Map<String, String> usual = tasks.byName().values().stream()
                .filter(task -> task.workspace().equals(Workspace.DEFAULT) && OPERATIONS.contains(task.name()))
                .collect(Collectors.toMap(Task::name, Task::name));
        return new Workspaces(byTask(tasks), Map.of(Workspace.DEFAULT, usual));
    }

    static Map<String, String> byTask(Tasks tasks) {
        return tasks.byName().values().stream().collect(Collectors.toMap(Task::name, Task::workspace));
    }

    /** The workspace of a task; empty if it is not configured. */
    public Optional<String> of(String task) {
        return GatewayTasks.isOne(task) ? GatewayTasks.workspace(task) : Optional.ofNullable(byTask.get(task));
    }

    /** The task that an operation is; empty if the workspace has none for it. */
    public Optional<String> operation(String workspace, String operation) {
        return Optional.ofNullable(operations.getOrDefault(workspace, Map.of()).get(operation));
    }

    /** The configured tasks of all workspaces that pass. */
    public Set<String> tasks(Predicate<String> workspace) {
        return byTask.entrySet().stream()
                .filter(one -> workspace.test(one.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
