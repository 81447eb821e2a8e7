package dev.caravan.provider;

import dev.caravan.config.Suggestion;
import dev.caravan.model.BatchModel;
import java.util.Collection;
import java.util.List;

/** Batch models whose model the provider does not list, or no longer. */
public final class VanishedModels {
    private VanishedModels() {}

    /**
     * One sentence for each of the batch models that use the credential of this list. A warning, not a verdict: a provider
     * may take a model that it does not list.
     */
    public static List<String> in(ModelList list, Collection<BatchModel> models) {
        return models.stream()
                .filter(model -> model.credential().name().equals(list.credential()))
                .filter(model -> !ModelNames.listed(model.model(), list.models()))
                .map(model -> sentence(model, list))
                .toList();
    }

    private static String sentence(BatchModel model, ModelList list) {
        return "Batch model \"" + model.name() + "\" wants " + model.model() + ", which "
                + model.credential().provider().about().title() + " does not list for credential \"" + list.credential()
                + "\" (asked " + list.asked()
                + "). Its records may all be refused: choose another model in models.yaml. "
                + Suggestion.known(list.models());
    }
}
