package dev.caravan.task;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlFile;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import dev.caravan.model.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code workspaces.yaml}, which need not be there. */
public final class WorkspacesReader {
    static final String FILE = "workspaces.yaml";

    private WorkspacesReader() {}

    /**
     * Reads what can be read; everything else is a problem. Where there is a file, it names every workspace that a task is in.
     *
     * @param configDir folder that holds it
     */
    public static Workspaces read(Path configDir, Tasks tasks, Problems problems) {
        Path file = configDir.resolve(FILE);
        if (!Files.exists(file)) {
            return Workspaces.of(tasks);
        }
        Map<String, Map<String, String>> operations = new LinkedHashMap<>();
        YamlFile.read(file, Placeholders.none(), problems).ifPresent(top -> {
            top.allow("workspaces");
            YamlMap all = top.get("workspaces").required().map();
            all.values().forEach((name, value) -> {
                Workspace.checkKey(name, value);
                operations.put(name, operations(name, value.map(), tasks));
            });
            tasks.byName().values().stream()
                    .filter(task -> !operations.containsKey(task.workspace()))
                    .forEach(task -> top.get("workspaces")
                            .problem(
                                    "Task \"" + task.name() + "\" is in workspace \"" + task.workspace()
                                            + "\", which is not here",
                                    Suggestion.allowed(task.workspace(), operations.keySet())));
        });
        return new Workspaces(Workspaces.byTask(tasks), operations);
    }

    private static Map<String, String> operations(String workspace, YamlMap map, Tasks tasks) {
        map.allow("operations");
        Map<String, String> bound = new LinkedHashMap<>();
        Set<String> own = new TreeSet<>(Workspaces.byTask(tasks).entrySet().stream()
                .filter(one -> one.getValue().equals(workspace))
                .map(Map.Entry::getKey)
                .toList());
        Map<String, YamlValue> given = map.get("operations").map().values();
        given.forEach((operation, value) -> {
            List<String> names = Workspaces.OPERATIONS.stream().sorted().toList();
            if (!value.named(operation, String.join("|", names))) {
                value.problem("Unknown operation \"" + operation + "\"", Suggestion.allowed(operation, names));
                return;
            }
            value.text().ifPresent(task -> {
                if (own.contains(task)) {
                    bound.put(operation, task);
                } else {
                    value.problem(
                            "Workspace " + workspace + " has no task \"" + task + "\" for " + operation,
                            Suggestion.known(own) + ". A task says workspace: " + workspace + " in its task.yaml");
                }
            });
        });
        return bound;
    }
}
