package dev.caravan.setup;

import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.Setups;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Models;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.ModelFit;
import dev.caravan.task.RecipeModel;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What would be left without a batch model or credential that it needs. */
final class Uses {
    private static final int MOST = 5;

    private final Models models;
    private final Tasks tasks;
    private final Setups setups;
    private final Recipes recipes;

    Uses(Models models, Tasks tasks, Setups setups, Recipes recipes) {
        this.models = models;
        this.tasks = tasks;
        this.setups = setups;
        this.recipes = recipes;
    }

    /** Names of the tasks that it answers: always, where records are too few, or where they are late. */
    List<String> tasks(String model) {
        return tasks.byName().values().stream()
                .filter(task -> uses(task, model))
                .map(Task::name)
                .sorted()
                .toList();
    }

    /** Who needs a batch model; empty if nobody does. */
    Optional<String> ofModel(String name) {
        List<String> uses = new ArrayList<>();
        tasks(name).forEach(task -> uses.add("task \"" + task + "\""));
        models.models().values().stream()
                .filter(model -> model.tooFew().then().equals(name))
                .forEach(model -> uses.add("too_few of batch model \"" + model.name() + "\""));
        List<String> asked = recipes.taskNames(GatewayTasks.PREFIX).stream()
                .filter(task -> task.endsWith("/" + name))
                .toList();
        setups.unfinished(asked).forEach(task -> uses.add("requests of \"" + task + "\" that are not answered"));
        BatchModel model = models.models().get(name);
        if (model != null) {
            batches(
                    setups.openBatches(
                            model.credential().name(), RecipeModel.of(model).toJson(), MOST),
                    uses);
        }
        return sentence(uses);
    }

    /** Who needs a credential; empty if nobody does. */
    Optional<String> ofCredential(String name) {
        List<String> uses = new ArrayList<>();
        models.models().values().stream()
                .filter(model -> model.credential().name().equals(name))
                .forEach(model -> uses.add("batch model \"" + model.name() + "\""));
        batches(setups.openBatches(name, MOST), uses);
        return sentence(uses);
    }

    /** The batches that are not final of a credential; empty if there are none. */
    Optional<String> openBatches(String credential) {
        List<String> uses = new ArrayList<>();
        batches(setups.openBatches(credential, MOST), uses);
        return sentence(uses);
    }

    /** Tasks that could not be answered any more by these models, and can by those of now; empty if there are none. */
    Optional<String> broken(Models wanted) {
        List<String> broken = tasks.byName().values().stream()
                .flatMap(task -> {
                    List<ModelFit.Misfit> known = ModelFit.misfits(task, models);
                    return ModelFit.misfits(task, wanted).stream().filter(one -> !known.contains(one));
                })
                .map(ModelFit.Misfit::toString)
                .toList();
        return broken.isEmpty() ? Optional.empty() : Optional.of(String.join(". ", broken));
    }

    private static boolean uses(Task task, String model) {
        Task.Deadline deadline = task.deadline();
        return Stream.of(task.model(), task.standIn(), deadline == null ? null : deadline.moveTo())
                .filter(Objects::nonNull)
                .anyMatch(one -> Objects.requireNonNull(one).name().equals(model));
    }

    private static void batches(List<Long> batches, List<String> uses) {
        if (!batches.isEmpty()) {
            uses.add((batches.size() == 1 ? "batch " : "batches ")
                    + batches.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + (batches.size() == MOST ? " and maybe others" : ""));
        }
    }

    private static Optional<String> sentence(List<String> uses) {
        return uses.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", uses));
    }
}
