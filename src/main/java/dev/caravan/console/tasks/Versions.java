package dev.caravan.console.tasks;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.Answers;
import dev.caravan.ledger.Recipes.Recipe;
import dev.caravan.task.RecipeModel;
import dev.caravan.task.Task;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The versions that a task ever had, each by each model that answered, and what these answers were worth. */
final class Versions {
    private Versions() {}

    /** @param inForce whether new records are asked with it; what stands in for it is not */
    record Version(Recipe recipe, Answers answers, boolean inForce) {

        /** Answers that a rule judged. */
        long judged() {
            return answers.ok() + answers.invalid();
        }
    }

    /** Oldest first. */
    static List<Version> of(Ledger ledger, Task task) {
        int id = ledger.recipes().taskId(task.name());
        String model = RecipeModel.of(task.model()).toJson();
        Map<Integer, Answers> answers =
                ledger.lists().answers(id).stream().collect(Collectors.toMap(Answers::recipe, Function.identity()));
        return ledger.recipes().of(id).stream()
                .map(recipe -> new Version(
                        recipe,
                        answers.getOrDefault(recipe.id(), Answers.none(recipe.id())),
                        recipe.version() == task.version() && recipe.model().equals(model)))
                .toList();
    }
}
