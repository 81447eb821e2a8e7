package dev.caravan.task;

import dev.caravan.config.ConfigText;
import dev.caravan.config.Problems;
import dev.caravan.model.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads {@code tasks/<task>/} below the configuration folder. */
public final class TasksReader {
    private TasksReader() {}

    /**
     * Reads every task that can be read; what is wrong with the others is a problem. Folders whose name begins with a dot
     * are passed over.
     *
     * @param configDir folder that holds {@code tasks}
     */
    public static Tasks read(Path configDir, Models models, Problems problems) {
        Map<String, Task> tasks = new LinkedHashMap<>();
        Path folder = configDir.resolve("tasks");
        if (!Files.isDirectory(folder)) {
            problems.add(ConfigText.display(folder), 0, "Missing folder", "Every task has a folder in it");
            return new Tasks(tasks);
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> folders = entries.filter(Files::isDirectory)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            for (Path path : folders) {
                new TaskReader(path, models, problems).read().ifPresent(task -> tasks.put(task.name(), task));
            }
        } catch (IOException e) {
            problems.add(ConfigText.display(folder), 0, "Can't list the folder (" + e.getMessage() + ")");
        }
        return new Tasks(tasks);
    }
}
