package dev.caravan.console.tasks;

import dev.caravan.console.WordDiff;
import dev.caravan.ledger.Recipes.Recipe;
import dev.caravan.task.RecipeSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What two versions of a task have differently.
 *
 * @param same whether nothing is another
 */
record VersionDiff(String from, String to, List<Part> parts, boolean same) {

    /** @param same whether both have the same */
    record Part(String name, boolean same, List<WordDiff.Piece> pieces) {}

    static VersionDiff of(Recipe before, Recipe after) {
        RecipeSpec from = RecipeSpec.fromJson(before.body());
        RecipeSpec to = RecipeSpec.fromJson(after.body());
        List<Part> parts = new ArrayList<>();
        parts.add(part("Prompt: system", from.prompt().system(), to.prompt().system()));
        parts.add(part("Prompt: user", from.prompt().user(), to.prompt().user()));
        parts.add(part(
                "Output schema",
                TaskFacts.indented(from.output().schema()),
                TaskFacts.indented(to.output().schema())));
        parts.add(part("Rules for answers", rules(from), rules(to)));
        parts.add(part("Model", TaskFacts.indented(before.model()), TaskFacts.indented(after.model())));
        return new VersionDiff(
                "version " + before.version(),
                "version " + after.version(),
                parts,
                parts.stream().allMatch(Part::same));
    }

    private static Part part(String name, String before, String after) {
        boolean same = before.equals(after);
        return new Part(name, same, same ? List.of() : WordDiff.ofLines(before, after));
    }

    private static String rules(RecipeSpec spec) {
        List<String> lines = new ArrayList<>(TaskFacts.rules(spec.output()));
        if (spec.review().when() != null) {
            lines.add("Review when " + spec.review().when());
        }
        return String.join("\n", lines) + "\n";
    }
}
