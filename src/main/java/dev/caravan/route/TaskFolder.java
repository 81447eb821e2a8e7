package dev.caravan.route;

import java.nio.file.Path;

/** Bean {@code taskFolder}: the task of a dropped file is its first folder below the inbox. */
public final class TaskFolder {

    /** @param path relative to the inbox, e.g. {@code triage-tickets/today/export.csv} */
    public String of(String path) {
        return Path.of(path).getName(0).toString();
    }
}
