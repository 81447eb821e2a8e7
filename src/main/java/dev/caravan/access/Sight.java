package dev.caravan.access;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Proofs;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller sees: tasks of its workspaces, and records and drops of those tasks. Everything else is for it as if it did
 * not exist. Thread-safe.
 */
public final class Sight {
    private final Ledger ledger;
    private final Workspaces workspaces;

    public Sight(Ledger ledger, Workspaces workspaces) {
        this.ledger = ledger;
        this.workspaces = workspaces;
    }

    /** Names of the tasks that this caller sees; null for all there are and ever were. Nobody sees none. */
    public @Nullable Set<String> tasks(HttpServletRequest request) {
        Caller caller = Caller.of(request).orElse(null);
        if (caller == null) {
            return Set.of();
        }
        if (caller.seesAll()) {
            return null;
        }
        Set<String> seen = new HashSet<>(workspaces.tasks(caller::sees));
        ledger.recipes().taskNames(GatewayTasks.PREFIX).stream()
                .filter(name -> workspaces.of(name).filter(caller::sees).isPresent())
                .forEach(seen::add);
        return seen;
    }

    /** Whether nothing is hidden from this caller: of all workspaces that there are it sees each. */
    boolean all(Caller caller) {
        return caller.seesAll()
                || workspaces.byTask().values().stream().allMatch(caller::sees)
                        && workspaces.operations().keySet().stream().allMatch(caller::sees);
    }

    public boolean task(HttpServletRequest request, String name) {
        Set<String> tasks = tasks(request);
        return tasks == null || tasks.contains(name);
    }

    public boolean record(HttpServletRequest request, long id) {
        Set<String> tasks = tasks(request);
        return tasks == null
                || ledger.openItems().taskOf(id).filter(tasks::contains).isPresent();
    }

    public boolean drop(HttpServletRequest request, long id) {
        Set<String> tasks = tasks(request);
        return tasks == null
                || ledger.proofs()
                        .drop(id)
                        .map(Proofs.Subject::task)
                        .filter(tasks::contains)
                        .isPresent();
    }
}
