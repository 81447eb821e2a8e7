package dev.caravan.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Recipes.Recipe;
import dev.caravan.provider.RequestShape;
import dev.caravan.task.RecipeSpec;
import dev.caravan.task.Task;
import dev.caravan.validation.Validator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a recipe says, read back from the ledger: batches in flight are sent and judged under their own recipe. */
final class Shapes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;
    private final Map<Integer, Bound> byRecipe = new ConcurrentHashMap<>();

    Shapes(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The body of a recipe as the ledger keeps it. */
    static String body(Task task) {
        return write(new Body(
                RecipeSpec.of(task), shape(task), task.model().credential().provider().protocol()));
    }

    Bound of(int recipeId) {
        return byRecipe.computeIfAbsent(recipeId, id -> bind(ledger.recipes().recipe(id)));
    }

    private static Bound bind(Recipe recipe) {
        try {
            Body body = JSON.readValue(recipe.body(), Body.class);
            RecipeSpec spec = body.spec();
            return new Bound(recipe, spec, body.shape(), body.protocol(), Validator.compile(spec.output(), spec.review()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Recipe " + recipe.id() + " in the ledger can't be read", e);
        }
    }

    private static RequestShape shape(Task task) {
        String name = (task.name() + "_v" + task.version()).replaceAll("[^a-zA-Z0-9_-]", "_");
        return new RequestShape(
                task.model().endpoint(),
                task.model().model(),
                task.model().thinking(),
                task.model().parameters(),
                task.output().schema(),
                name.substring(0, Math.min(64, name.length())));
    }

    private static String write(Body body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    record Body(RecipeSpec spec, RequestShape shape, String protocol) {}

    /** A recipe ready for use. */
    record Bound(Recipe recipe, RecipeSpec spec, RequestShape shape, String protocol, Validator validator) {}
}
