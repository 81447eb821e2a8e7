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
    private final Map<Integer, BoundTask> byRecipe = new ConcurrentHashMap<>();
    private volatile long revision;

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
        String why = model.credential().secret().missingVariable().isPresent()
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
        return bind(task, model).recipeId();
    }

    /** The task by the model of this recipe, if a batch model of today still is that model. */
    Optional<BoundTask> find(BoundTask task, int recipeId) {
        if (revision != models.revision()) {
            revision = models.revision();
            byRecipe.clear();
        }
        BoundTask known = byRecipe.get(recipeId);
        if (known != null) {
            return Optional.of(known);
        }
        Recipe recipe = recipes.recipe(recipeId);
        return models.models().values().stream()
                .filter(model -> RecipeModel.of(model).toJson().equals(recipe.model()))
                .findFirst()
                .map(model -> model.equals(task.task().model()) ? task : bind(task, model));
    }

    private BoundTask bind(BoundTask task, BatchModel model) {
        BoundTask other = BoundTasks.standIn(recipes, task, model);
        byRecipe.put(other.recipeId(), other);
        return other;
    }
}
