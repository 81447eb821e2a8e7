package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 27: recipes never change. */
class RecipesTest {
    @TempDir
    Path folder;

    @Test
    void refusesOtherFilesUnderTheSameVersion() {
        try (Ledger ledger = SqliteLedger.open(folder.resolve("caravan.db"), new TestClock())) {
            int task = ledger.recipes().taskId("triage");
            assertThat(ledger.recipes().taskId("triage")).isEqualTo(task);
            var recipe = new Recipes.NewRecipe(task, 3, 2, "abc", "openai/gpt-4.1", "{}");
            int id = ledger.recipes().bind(recipe);
            assertThat(ledger.recipes().bind(recipe)).isEqualTo(id);
            assertThat(ledger.recipes().bind(new Recipes.NewRecipe(task, 3, 2, "abc", "openai/other", "{}")))
                    .isNotEqualTo(id);
            assertThat(ledger.recipes().recipe(id))
                    .isEqualTo(new Recipes.Recipe(id, task, 3, 2, "abc", "openai/gpt-4.1", "{}"));
            assertThatThrownBy(() ->
                            ledger.recipes().bind(new Recipes.NewRecipe(task, 3, 2, "def", "openai/gpt-4.1", "{}")))
                    .hasMessage("Prompt, schema or rules of task \"triage\" were changed, but its version is still 3."
                            + " Raise version in its task.yaml, or put the files back");
        }
    }
}
