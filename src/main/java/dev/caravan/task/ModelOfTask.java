package dev.caravan.task;

import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlValue;
import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Models;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the batch model a task points to and checks that it can do what the task asks for. */
final class ModelOfTask {
    private final String task;
    private final String workspace;
    private final Models models;

    ModelOfTask(String task, String workspace, Models models) {
        this.task = task;
        this.workspace = workspace;
        this.models = models;
    }

    /** @param asks what the task asks of the model; chat has an output schema, the others none */
    Optional<BatchModel> find(YamlValue where, Ability asks) {
        return where.text().flatMap(name -> {
            Optional<BatchModel> model = Optional.ofNullable(models.models().get(name));
            if (model.isEmpty()) {
                where.problem(
                        "Unknown batch model \"" + name + "\"",
                        Suggestion.known(models.models().keySet()));
            }
            model.ifPresent(found -> check(found, asks, where));
            return model;
        });
    }

    /** The model that stands in where there are too few records, held to the same demands; null for none. */
    @Nullable
    BatchModel standIn(BatchModel model, YamlValue where, Ability asks) {
        BatchModel other = StandIns.of(model, models);
        if (other != null) {
            check(other, asks, where);
        }
        return other;
    }

    private void check(BatchModel model, Ability asks, YamlValue where) {
        new ModelFit(task, workspace, asks)
                .misfits(model)
                .forEach(misfit -> where.problem(misfit.message(), misfit.hint()));
    }
}
