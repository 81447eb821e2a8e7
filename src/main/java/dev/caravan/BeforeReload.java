package dev.caravan;

import dev.caravan.config.ConfigText;
import dev.caravan.config.Problem;
import dev.caravan.config.Problems;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Recipes;
import dev.caravan.task.RecipeText;
import dev.caravan.task.Task;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.core.env.Environment;

/** What a reload looks at while everything still runs: all that a start would, and what the ledger would say to it. */
final class BeforeReload {
    private static final List<String> FIXED = List.of("caravan.data", "caravan.spool", "caravan.ledger.url");

    private final Environment running;
    private final Ledger ledger;

    BeforeReload(Environment running, Ledger ledger) {
        this.running = running;
        this.ledger = ledger;
    }

    /** @param next what the files say now */
    List<Problem> problems(Environment next) {
        Problems problems = new Problems();
        Path config = Path.of(next.getProperty("caravan.config", "config"));
        for (String name : FIXED) {
            if (!Objects.equals(place(running, name), place(next, name))) {
                problems.add(
                        ConfigText.display(config.resolve("application.yaml")),
                        0,
                        name + " is not what this process began with",
                        "A reload can't move it: stop Caravan and start it again");
            }
        }
        Check.Found found = Check.look(next, problems);
        Set<String> known = new HashSet<>(ledger.recipes().taskNames(""));
        for (Task task : found.tasks().byName().values()) {
            if (known.contains(task.name()) && isOther(task)) {
                problems.add(
                        ConfigText.display(
                                config.resolve("tasks").resolve(task.name()).resolve("task.yaml")),
                        0,
                        "Prompt, schema or rules of task \"" + task.name()
                                + "\" were changed, but its version is still " + task.version(),
                        "Raise version, or put the files back");
            }
        }
        return problems.sorted();
    }

    private boolean isOther(Task task) {
        Recipes recipes = ledger.recipes();
        String hash = RecipeText.of(task).contentHash();
        return recipes.of(recipes.taskId(task.name())).stream()
                .anyMatch(recipe -> recipe.version() == task.version()
                        && !recipe.contentHash().equals(hash));
    }

    private static String place(Environment environment, String name) {
        String value = environment.getProperty(name, "");
        return value.isEmpty() || value.contains(":")
                ? value
                : Path.of(value).toAbsolutePath().normalize().toString();
    }
}
