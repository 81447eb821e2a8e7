package dev.caravan.batch;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.Recipes.Recipe;
import dev.caravan.model.Models;
import dev.caravan.model.Provider;
import dev.caravan.provider.Asked;
import dev.caravan.provider.RequestShape;
import dev.caravan.task.RecipeModel;
import dev.caravan.task.RecipeSpec;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import dev.caravan.validation.Validator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a recipe says, read back from the ledger: batches in flight are sent and judged under their own recipe. */
final class Shapes {
    private final Recipes recipes;
    private final Models models;
    private final Tasks tasks;
    private final Map<Integer, Bound> byRecipe = new ConcurrentHashMap<>();

    Shapes(Ledger ledger, Models models, Tasks tasks) {
        this(ledger.recipes(), models, tasks);
    }

    Shapes(Recipes recipes, Models models, Tasks tasks) {
        this.recipes = recipes;
        this.models = models;
        this.tasks = tasks;
    }

    Bound of(int recipeId) {
        return byRecipe.computeIfAbsent(recipeId, id -> bind(recipes.recipe(id)));
    }

    private Bound bind(Recipe recipe) {
        RecipeModel model = RecipeModel.fromJson(recipe.model());
        String task = recipes.taskName(recipe.taskId());
        RecipeSpec spec = tasks.find(task)
                .map(Task::review)
                .map(RecipeSpec.fromJson(recipe.body())::with)
                .orElseGet(() -> RecipeSpec.fromJson(recipe.body()));
        return new Bound(
                spec,
                whole(shape(task, recipe.version(), model, spec), spec.prompt().whole()),
                protocol(recipe, model),
                Validator.compile(spec.output(), spec.review()));
    }

    private static RequestShape shape(String task, int version, RecipeModel model, RecipeSpec spec) {
        String name = (task + "_v" + version).replaceAll("[^a-zA-Z0-9_-]", "_");
        return new RequestShape(
                model.endpoint(),
                model.model(),
                model.thinking(),
                model.parameters(),
                spec.output().schema(),
                name.substring(0, Math.min(64, name.length())));
    }

    private static RequestShape whole(RequestShape shape, @Nullable String spoken) {
        return spoken == null ? shape : shape.whole(Asked.valueOf(spoken.toUpperCase(Locale.ROOT)));
    }

    private String protocol(Recipe recipe, RecipeModel model) {
        Provider provider = models.providers().get(model.provider());
        if (provider == null) {
            throw new IllegalStateException("Recipe " + recipe.id() + " was made for the provider \"" + model.provider()
                    + "\", which config/providers.yaml no longer has; put it back, or its batches wait");
        }
        return provider.protocol();
    }

    /** A recipe ready for use. */
    record Bound(RecipeSpec spec, RequestShape shape, String protocol, Validator validator) {}
}
