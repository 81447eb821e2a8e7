package dev.caravan.task;

import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlValue;
import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Models;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the batch model a task points to and checks that it can do what the task asks for. */
final class ModelOfTask {
    private final String task;
    private final Models models;

    ModelOfTask(String task, Models models) {
        this.task = task;
        this.models = models;
    }

    /** @param schema whether the task has an output schema; one without asks for embeddings */
    Optional<BatchModel> find(YamlValue where, boolean schema) {
        return where.text().flatMap(name -> {
            Optional<BatchModel> model = Optional.ofNullable(models.models().get(name));
            if (model.isEmpty()) {
                where.problem(
                        "Unknown batch model \"" + name + "\"",
                        Suggestion.known(models.models().keySet()));
            }
            model.ifPresent(found -> check(found, schema, where));
            return model;
        });
    }

    /** The model that stands in where there are too few records, held to the same demands; null for none. */
    @Nullable
    BatchModel standIn(BatchModel model, YamlValue where, boolean schema) {
        boolean wanted = model.credential().provider().limits().least() > 1
                && !model.tooFew().holds();
        BatchModel other = wanted ? models.models().get(model.tooFew().then()) : null;
        if (other != null) {
            check(other, schema, where);
        }
        return other;
    }

    private void check(BatchModel model, boolean schema, YamlValue where) {
        model.credential()
                .secret()
                .missingVariable()
                .filter(variable -> !variable.isEmpty())
                .ifPresent(variable -> where.problem(
                        "Task \"" + task + "\" sends with credential \""
                                + model.credential().name() + "\", but ${" + variable + "} is not set",
                        "Set " + variable + " in the environment, or choose a batch model with another credential"));
        boolean embeds = model.ability() == Ability.EMBEDDINGS;
        String uses = "; batch model \"" + model.name() + "\" is for "
                + model.ability().word() + " (" + model.endpoint() + ")";
        if (!schema && !embeds) {
            where.problem(
                    "Task \"" + task + "\" asks for embeddings" + uses,
                    "Choose a batch model for embeddings, or give the task an output schema");
        }
        if (schema && embeds) {
            where.problem(
                    "Task \"" + task + "\" asks for answers with a schema" + uses,
                    "Choose a batch model with another endpoint, or remove the schema");
        }
        if (schema
                && !embeds
                && !model.facts().map(ModelFacts::structuredOutput).orElse(true)) {
            where.problem(
                    "Task \"" + task + "\" asks for answers with a schema; " + model.model() + " of provider "
                            + model.credential().provider().name() + " has no structured output",
                    "Choose another batch model");
        }
    }
}
