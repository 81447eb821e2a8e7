package dev.caravan.api.manage;

import dev.caravan.access.Problem;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;

/** Tasks by their names, as a caller may know them: those that are configured, and those that the gateway made. */
final class KnownTasks {
    private final Tasks tasks;
    private final Asker asker;

    KnownTasks(Tasks tasks, Asker asker) {
        this.tasks = tasks;
        this.asker = asker;
    }

    /** A problem, 404, if there is none, or it is of another workspace. */
    Task find(HttpServletRequest request, String name) {
        return tasks.find(name)
                .filter(one -> asker.sees(request, one.name()) && wasUsed(one.name()))
                .orElseThrow(() -> Problem.notFound().thrown());
    }

    /** The same for one that has files; a problem, 422, for one of the gateway, whose requests come over {@code /v1}. */
    Task withFiles(HttpServletRequest request, String name) {
        Task task = find(request, name);
        if (GatewayTasks.isOne(name)) {
            throw Problem.of(
                            HttpStatus.UNPROCESSABLE_ENTITY,
                            "task",
                            "takes no files: its requests come over /v1/batches, whole")
                    .thrown();
        }
        return task;
    }

    /** The gateway can make a task of every name with a model; one is there once somebody sent something. */
    private boolean wasUsed(String name) {
        return !GatewayTasks.isOne(name)
                || asker.ledger().recipes().taskNames(name).contains(name);
    }
}
