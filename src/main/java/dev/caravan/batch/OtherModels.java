package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.Recipes.Recipe;
import dev.caravan.model.BatchModel;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Models;
import dev.caravan.task.RecipeModel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tasks of today by batch models that are not their own: where a person wants one record to be answered by another. */
public final class OtherModels {
    private final Recipes recipes;
    private final Models models;
    private final BoundTasks tasks;
    private volatile Known known = new Known(0, new ConcurrentHashMap<>());

    /** What was bound by the batch models of one revision. */
    private record Known(long revision, Map<Integer, BoundTask> byRecipe) {}

    OtherModels(Recipes recipes, Models models, BoundTasks tasks) {
        this.recipes = recipes;
        this.models = models;
        this.tasks = tasks;
    }

    /**
     * The recipe of today by another batch model. What it answers counts as done by the task's own, and is not paid again.
     *
     * @throws IllegalArgumentException if there is no such task or batch model, or it can't answer this task
     */
    public int recipe(String taskName, String modelName) {
        Known now = known();
        BoundTask task = tasks.find(tasks.idOf(taskName)).orElseThrow();
        BatchModel own = task.task().model();
        BatchModel model = models.models().get(modelName);
        if (model == null) {
            throw new IllegalArgumentException("There is no batch model \"" + modelName + "\". Known: "
                    + String.join(", ", models.models().keySet()));
        }
        if (model.name().equals(own.name())) {
            return task.recipeId();
        }
        String why = !model.credential().isUsable()
                ? "the secret of its credential \"" + model.credential().name() + "\" is not set"
                : model.ability() != own.ability()
                        ? "it is for " + model.ability().word() + ", the task asks for "
                                + own.ability().word()
                        : !model.isFor(task.task().workspace())
                                ? "it is not for workspace " + task.task().workspace()
                                : task.task().output().schema() != null
                                                && !model.facts()
                                                        .map(ModelFacts::structuredOutput)
                                                        .orElse(true)
                                        ? "it has no structured output"
                                        : "";
        if (!why.isEmpty()) {
            throw new IllegalArgumentException(
                    "Batch model \"" + modelName + "\" can't answer task \"" + taskName + "\": " + why);
        }
        return bind(task, model, now).recipeId();
    }

    /** The task by the model of this recipe, if a batch model of today still is that model. */
    Optional<BoundTask> find(BoundTask task, int recipeId) {
        Known now = known();
        BoundTask bound = now.byRecipe().get(recipeId);
        if (bound != null) {
            return Optional.of(bound);
        }
        Recipe recipe = recipes.recipe(recipeId);
        return models.models().values().stream()
                .filter(model -> RecipeModel.of(model).toJson().equals(recipe.model()))
                .findFirst()
                .map(model -> model.equals(task.task().model()) ? task : bind(task, model, now));
    }

    private BoundTask bind(BoundTask task, BatchModel model, Known now) {
        BoundTask other = BoundTasks.standIn(recipes, task, model);
        now.byRecipe().put(other.recipeId(), other);
        return other;
    }

    /** To be asked for before the batch models themselves: what is newer than its revision does no harm. */
    private Known known() {
        Known now = known;
        long revision = models.revision();
        if (now.revision() != revision) {
            now = new Known(revision, new ConcurrentHashMap<>());
            known = now;
        }
        return now;
    }
}
