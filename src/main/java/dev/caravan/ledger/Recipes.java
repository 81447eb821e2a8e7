package dev.caravan.ledger;

import java.util.List;

/** Tasks and their immutable recipes (prompt + schema + resolved model and parameters). */
public interface Recipes {

    /** The small number of a task; made at the first call for that name. */
    int taskId(String task);

    /** The name behind {@link #taskId}. */
    String taskName(int taskId);

    /** Names of all tasks that the ledger ever had and that begin so. */
    List<String> taskNames(String prefix);

    /**
     * The id of this recipe; made at the first call.
     *
     * @throws LedgerException if the ledger knows this (task, version) with another content hash: the files were changed
     *     without a new version
     */
    int bind(NewRecipe recipe);

    /**
     * Lets a recipe answer for another one of the same task and version: a record that it answered counts as done by the
     * other, and is not paid again. May be said again.
     *
     * @throws LedgerException if they are of different tasks or versions
     */
    void standIn(int recipeId, int forRecipeId);

    /** A recipe as it was bound, also when the files have moved on. */
    Recipe recipe(int recipeId);

    /** All recipes that a task ever had, oldest first. */
    List<Recipe> of(int taskId);

    /** Recipes that answer for this one; it is not among them. */
    List<Integer> standIns(int forRecipeId);

    /**
     * What is asked for today.
     *
     * @param version prompt version
     * @param contentHash of prompt, schema and rules only (not the model): (task, version) may have one
     * @param model resolved provider/model plus parameters, canonical
     * @param body JSON that is enough to render, to validate and to explain later
     */
    record NewRecipe(int taskId, int version, int schemaVersion, String contentHash, String model, String body) {}

    /** A bound recipe. */
    record Recipe(int id, int taskId, int version, int schemaVersion, String contentHash, String model, String body) {}
}
