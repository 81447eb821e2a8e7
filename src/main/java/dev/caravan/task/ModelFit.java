package dev.caravan.task;

import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Models;
import dev.caravan.model.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether batch models can answer what a task asks for. */
public final class ModelFit {
    private final String task;
    private final String workspace;
    private final Ability asks;

    /** @param asks what the task asks of its model; chat has an output schema, the others none */
    ModelFit(String task, String workspace, Ability asks) {
        this.task = task;
        this.workspace = workspace;
        this.asks = asks;
    }

    /**
     * Why a model does not do.
     *
     * @param message without full stop
     * @param hint what to do about it, without the last full stop
     */
    public record Misfit(String message, String hint) {
        @Override
        public String toString() {
            return message + ". " + hint;
        }
    }

    /** What is wrong with the batch models that a task would have if these were all there are. */
    public static List<Misfit> misfits(Task task, Models models) {
        Ability asks =
                task.output().schema() != null ? Ability.CHAT : task.model().ability();
        Task now = task.with(models);
        Task.Deadline deadline = now.deadline();
        var fit = new ModelFit(now.name(), now.workspace(), asks);
        return Stream.of(now.model(), now.standIn(), deadline == null ? null : deadline.moveTo())
                .filter(Objects::nonNull)
                .flatMap(model -> fit.misfits(Objects.requireNonNull(model)).stream())
                .distinct()
                .toList();
    }

    List<Misfit> misfits(BatchModel model) {
        List<Misfit> misfits = new ArrayList<>();
        model.credential()
                .secret()
                .missingVariable()
                .filter(variable -> !variable.isEmpty())
                .ifPresent(variable -> misfits.add(new Misfit(
                        "Task \"" + task + "\" sends with credential \""
                                + model.credential().name() + "\", but ${" + variable + "} is not set",
                        "Set " + variable + " in the environment, or choose a batch model with another credential")));
        Misfit misfit = misfit(model);
        if (misfit != null) {
            misfits.add(misfit);
        }
        return misfits;
    }

    private @Nullable Misfit misfit(BatchModel model) {
        Provider provider = model.credential().provider();
        if (!model.isFor(workspace)) {
            return new Misfit(
                    "Batch model \"" + model.name() + "\" is not for workspace " + workspace + ", where task \"" + task
                            + "\" is",
                    "It is for " + String.join(", ", new TreeSet<>(model.workspaces()))
                            + " (workspaces in models.yaml). Choose another batch model");
        }
        if (!provider.about().abilities().contains(asks)) {
            return new Misfit(
                    "Task \"" + task + "\" asks for " + asks.word() + "; " + provider.name()
                            + " has none (providers.yaml, read " + provider.read() + ")",
                    provider.about().title() + " does not have " + singular(asks)
                            + ". Choose a batch model of another provider");
        }
        if (model.ability() != asks) {
            return new Misfit(
                    "Task \"" + task + "\" asks for " + asks.word() + "; batch model \"" + model.name() + "\" is for "
                            + model.ability().word() + " (" + model.endpoint() + ")",
                    "Choose a batch model for " + asks.word() + ", or let the task ask for "
                            + model.ability().word());
        }
        boolean structured = model.facts().map(ModelFacts::structuredOutput).orElse(true);
        return asks == Ability.CHAT && !structured
                ? new Misfit(
                        "Task \"" + task + "\" asks for answers with a schema; " + model.model() + " of provider "
                                + provider.name() + " has no structured output",
                        "Choose another batch model")
                : null;
    }

    private static String singular(Ability ability) {
        return ability == Ability.EMBEDDINGS ? "embedding" : ability.word();
    }
}
