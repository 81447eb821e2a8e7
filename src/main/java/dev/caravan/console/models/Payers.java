package dev.caravan.console.models;

import dev.caravan.access.Caller;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Workspace;
import dev.caravan.task.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.stream.Stream;

/** Whose account of costs has what a person asks a batch model without a task. */
final class Payers {
    private final Workspaces workspaces;

    Payers(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    /**
     * A workspace that may use the model and that the caller sees: {@code default} if it is one of them.
     *
     * @throws IllegalArgumentException if there is none; the message is for the caller
     */
    String workspace(HttpServletRequest request, BatchModel model) {
        Caller caller = Caller.of(request).orElseThrow();
        return Stream.of(
                        Stream.of(Workspace.DEFAULT),
                        model.workspaces().stream(),
                        workspaces.byTask().values().stream())
                .flatMap(some -> some)
                .filter(one -> model.isFor(one) && caller.sees(one))
                .min(Comparator.<String, Boolean>comparing(one -> !one.equals(Workspace.DEFAULT))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "None of your workspaces has a task yet, and somebody must pay: ask about a record of a task"));
    }
}
