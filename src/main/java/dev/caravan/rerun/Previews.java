package dev.caravan.rerun;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Recipes.Recipe;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Reruns.Fate;
import dev.caravan.ledger.Reruns.Group;
import dev.caravan.ledger.Reruns.Query;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import dev.caravan.task.RecipeModel;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts what a rerun would send. */
final class Previews {
    private final Ledger ledger;
    private final Tasks tasks;
    private final ToIntFunction<String> recipeOfToday;

    Previews(Ledger ledger, Tasks tasks, ToIntFunction<String> recipeOfToday) {
        this.ledger = ledger;
        this.tasks = tasks;
        this.recipeOfToday = recipeOfToday;
    }

    /** @throws IllegalArgumentException if there is no such task or drop */
    Preview of(Filter filter) {
        Task task = task(filter);
        Query query = query(filter);
        Price price = task.model().facts().map(ModelFacts::price).orElse(Price.FREE);
        var picked = new Estimate(price);
        var full = new Estimate(price);
        Map<RecordState, Long> states = new EnumMap<>(RecordState.class);
        Map<Fate, Long> fates = new EnumMap<>(Fate.class);
        List<Long> drops = drops(filter, Long.MAX_VALUE);
        if (filter.drop() != null && drops.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no drop " + filter.drop() + " of task \"" + filter.task() + "\" whose rows are there");
        }
        for (long drop : drops) {
            for (Group group : ledger.reruns().groups(drop, query)) {
                boolean goes = group.fate() == Fate.AGAIN || group.fate() == Fate.ANEW;
                if (goes) {
                    full.add(group);
                }
                if (group.picked()) {
                    fates.merge(group.fate(), group.records(), Long::sum);
                }
                if (group.picked() && goes) {
                    picked.add(group);
                    states.merge(group.state(), group.records(), Long::sum);
                }
            }
        }
        long again = take(fates, Fate.AGAIN);
        long anew = take(fates, Fate.ANEW);
        return new Preview(
                filter,
                task.version(),
                task.model().model(),
                states,
                again,
                anew,
                fates,
                picked.micros(),
                full.records(),
                full.micros());
    }

    private static long take(Map<Fate, Long> fates, Fate fate) {
        Long n = fates.remove(fate);
        return n == null ? 0 : n;
    }

    private Task task(Filter filter) {
        return tasks.find(filter.task())
                .orElseThrow(() -> new IllegalArgumentException("There is no task \"" + filter.task() + "\". Known: "
                        + String.join(", ", tasks.byName().keySet())));
    }

    /** Those whose rows are there. @param upTo no drop after this one */
    List<Long> drops(Filter filter, long upTo) {
        return ledger.reruns().drops(ledger.recipes().taskId(filter.task()), upTo).stream()
                .filter(drop -> filter.drop() == null || filter.drop().equals(drop))
                .toList();
    }

    Query query(Filter filter) {
        return query(filter, recipes(filter));
    }

    /** @param recipes null for any */
    Query query(Filter filter, @Nullable Set<Integer> recipes) {
        return new Query(
                ledger.recipes().taskId(filter.task()),
                filter.state(),
                filter.code(),
                recipes,
                filter.from(),
                filter.to(),
                filter.persons());
    }

    /** Recipes that the filter names; null where it names none. */
    @Nullable
    Set<Integer> recipes(Filter filter) {
        if (filter.promptVersion() == null && filter.model() == null && !filter.earlier()) {
            return null;
        }
        int today = recipeOfToday.applyAsInt(filter.task());
        Set<Integer> ofToday = new HashSet<>(ledger.recipes().standIns(today));
        ofToday.add(today);
        return ledger.recipes().of(ledger.recipes().taskId(filter.task())).stream()
                .filter(recipe -> filter.promptVersion() == null || recipe.version() == filter.promptVersion())
                .filter(recipe -> filter.model() == null || model(recipe).equals(filter.model()))
                .filter(recipe -> !filter.earlier() || !ofToday.contains(recipe.id()))
                .map(Recipe::id)
                .collect(Collectors.toSet());
    }

    private static String model(Recipe recipe) {
        return RecipeModel.fromJson(recipe.model()).model();
    }
}
