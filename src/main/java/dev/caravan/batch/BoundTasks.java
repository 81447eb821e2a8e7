package dev.caravan.batch;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Recipes;
import dev.caravan.model.BatchModel;
import dev.caravan.task.PromptRenderer;
import dev.caravan.task.PromptTemplates;
import dev.caravan.task.RecipeText;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tasks of today, each with its number and its recipe in the ledger. Those of the folder are bound at start, those of the
 * gateway when somebody first asks for one, and all of them anew when a batch model was changed. Thread-safe.
 */
public final class BoundTasks {
    private final Recipes recipes;
    private final Tasks tasks;
    private volatile Bindings bindings;

    /** @throws dev.caravan.ledger.LedgerException if a task's files were changed without a new version */
    BoundTasks(Ledger ledger, Tasks tasks) {
        this.recipes = ledger.recipes();
        this.tasks = tasks;
        this.bindings = bindAll();
    }

    /** What is bound by the batch models of one revision. */
    private record Bindings(
            long revision,
            Map<Integer, BoundTask> byId,
            Map<String, BoundTask> byName,
            Map<Integer, BoundTask> standIns,
            Map<Integer, BoundTask> late) {
        Bindings(long revision) {
            this(
                    revision,
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>());
        }
    }

    private Bindings now() {
        Bindings known = bindings;
        return known.revision() == tasks.revision() ? known : again();
    }

    private synchronized Bindings again() {
        if (bindings.revision() != tasks.revision()) {
            bindings = bindAll();
        }
        return bindings;
    }

    private Bindings bindAll() {
        Bindings made = new Bindings(tasks.revision());
        tasks.byName().values().forEach(task -> add(task, made));
        return made;
    }

    private BoundTask add(Task task, Bindings to) {
        BoundTask bound = bind(recipes, task);
        if (task.standIn() != null) {
            to.standIns().put(bound.taskId(), standIn(recipes, bound, task.standIn()));
        }
        Task.Deadline deadline = task.deadline();
        if (deadline != null && deadline.moveTo() != null) {
            to.late().put(bound.taskId(), standIn(recipes, bound, deadline.moveTo()));
        }
        to.byId().put(bound.taskId(), bound);
        to.byName().put(task.name(), bound);
        return bound;
    }

    static BoundTask standIn(Recipes recipes, BoundTask bound, BatchModel other) {
        BoundTask standIn = bind(recipes, bound.task().by(other));
        recipes.standIn(standIn.recipeId(), bound.recipeId());
        return standIn;
    }

    private static BoundTask bind(Recipes recipes, Task task) {
        int id = recipes.taskId(task.name());
        RecipeText text = RecipeText.of(task);
        int recipe = recipes.bind(new Recipes.NewRecipe(
                id, task.version(), task.output().schemaVersion(), text.contentHash(), text.model(), text.body()));
        return new BoundTask(task, id, recipe, PromptTemplates.compile(task.prompt()));
    }

    /** The recipe asked for today. */
    public int recipeOf(String task) {
        return named(task).recipeId();
    }

    int idOf(String task) {
        return named(task).taskId();
    }

    private BoundTask named(String task) {
        Bindings now = now();
        BoundTask bound = now.byName().get(task);
        if (bound == null) {
            bound = tasks.find(task).map(found -> add(found, now)).orElse(null);
        }
        if (bound == null) {
            throw new IllegalArgumentException(
                    "Unknown task \"" + task + "\". Known: " + now.byName().keySet());
        }
        return bound;
    }

    /** Empty for a task that the ledger knows and the configuration no longer has, or no longer has the model of. */
    Optional<BoundTask> find(int taskId) {
        Bindings now = now();
        BoundTask known = now.byId().get(taskId);
        return known != null
                ? Optional.of(known)
                : tasks.gateway().find(recipes.taskName(taskId)).map(found -> add(found, now));
    }

    /** The task by this recipe if it is one of today's, else by the one asked for today. */
    Optional<BoundTask> find(int taskId, int recipeId) {
        return standIn(taskId)
                .filter(task -> task.recipeId() == recipeId)
                .or(() -> late(taskId).filter(task -> task.recipeId() == recipeId))
                .or(() -> find(taskId));
    }

    /** The same task by the batch model that takes what is too little for its own. */
    Optional<BoundTask> standIn(int taskId) {
        return Optional.ofNullable(now().standIns().get(taskId));
    }

    /** The same task by the batch model that answers what is too late with its own. */
    Optional<BoundTask> late(int taskId) {
        return Optional.ofNullable(now().late().get(taskId));
    }

    /** Those of the folder, and those of the gateway that were asked for by now. */
    Iterable<BoundTask> all() {
        return now().byId().values();
    }

    /** Those, and the same by the batch models that stand in for their own. */
    Iterable<BoundTask> everyWay() {
        Bindings now = now();
        List<BoundTask> all = new ArrayList<>(now.byId().values());
        all.addAll(now.standIns().values());
        all.addAll(now.late().values());
        return all;
    }

    record BoundTask(Task task, int taskId, int recipeId, PromptRenderer prompts) {}
}
