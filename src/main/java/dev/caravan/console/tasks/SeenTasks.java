package dev.caravan.console.tasks;

import dev.caravan.access.Sight;
import dev.caravan.ledger.Ledger;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Tasks as a reader may know them: those that are configured, and those that the gateway made. */
final class SeenTasks {
    private final Tasks tasks;
    private final Ledger ledger;
    private final Sight sight;

    SeenTasks(Tasks tasks, Ledger ledger, Sight sight) {
        this.tasks = tasks;
        this.ledger = ledger;
        this.sight = sight;
    }

    /** By name. */
    List<Task> all(HttpServletRequest request) {
        return tasks.byName().values().stream()
                .filter(task -> sight.task(request, task.name()))
                .sorted(Comparator.comparing(Task::name))
                .toList();
    }

    /** What is of another workspace is not found, like what is not there. */
    Task find(HttpServletRequest request, String name) {
        return tasks.find(name)
                .filter(task -> sight.task(request, task.name()) && wasUsed(task.name()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private boolean wasUsed(String name) {
        return !GatewayTasks.isOne(name) || ledger.recipes().taskNames(name).contains(name);
    }
}
