package dev.caravan.route;

import java.nio.file.Path;

/** Bean {@code taskFolder}: which task a dropped file is for. */
public final class TaskFolder {

    /**
     * The task of the drop zone, or else the first folder of the file; empty if it lies in none.
     *
     * @param path relative to the drop zone, e.g. {@code triage-tickets/today/export.csv}
     */
    public String of(String path, String task) {
        Path file = Path.of(path);
        if (!task.isEmpty()) {
            return task;
        }
        return file.getNameCount() > 1 ? file.getName(0).toString() : "";
    }
}
