package dev.caravan.task;

import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlValue;
import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Models;
import dev.caravan.model.Provider;
import java.util.Optional;
import java.util.TreeSet;
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
        model.credential()
                .secret()
                .missingVariable()
                .filter(variable -> !variable.isEmpty())
                .ifPresent(variable -> where.problem(
                        "Task \"" + task + "\" sends with credential \""
                                + model.credential().name() + "\", but ${" + variable + "} is not set",
                        "Set " + variable + " in the environment, or choose a batch model with another credential"));
        Provider provider = model.credential().provider();
        if (!model.isFor(workspace)) {
            where.problem(
                    "Batch model \"" + model.name() + "\" is not for workspace " + workspace + ", where task \"" + task
                            + "\" is",
                    "It is for " + String.join(", ", new TreeSet<>(model.workspaces()))
                            + " (workspaces in models.yaml). Choose another batch model");
        } else if (!provider.about().abilities().contains(asks)) {
            where.problem(
                    "Task \"" + task + "\" asks for " + asks.word() + "; " + provider.name()
                            + " has none (providers.yaml, read " + provider.read() + ")",
                    provider.about().title() + " does not have " + singular(asks)
                            + ". Choose a batch model of another provider");
        } else if (model.ability() != asks) {
            where.problem(
                    "Task \"" + task + "\" asks for " + asks.word() + "; batch model \"" + model.name() + "\" is for "
                            + model.ability().word() + " (" + model.endpoint() + ")",
                    "Choose a batch model for " + asks.word() + ", or let the task ask for "
                            + model.ability().word());
        } else if (asks == Ability.CHAT
                && !model.facts().map(ModelFacts::structuredOutput).orElse(true)) {
            where.problem(
                    "Task \"" + task + "\" asks for answers with a schema; " + model.model() + " of provider "
                            + provider.name() + " has no structured output",
                    "Choose another batch model");
        }
    }

    private static String singular(Ability ability) {
        return ability == Ability.EMBEDDINGS ? "embedding" : ability.word();
    }
}
