package dev.caravan.provider;

import dev.caravan.model.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names that a batch model of a credential may take: what its provider listed last, and what providers.yaml knows of it. */
public final class KnownModels {
    private KnownModels() {}

    /**
     * Those of providers.yaml first, without those that the provider does not list any more; then the others that it lists. All
     * that are known where nobody asked yet, or what is listed are no names of models.
     */
    public static List<String> of(Provider provider, Optional<ModelList> list) {
        if (list.isEmpty()) {
            return List.copyOf(provider.models().keySet());
        }
        List<String> listed = list.get().models();
        List<String> names = new ArrayList<>(provider.models().keySet().stream()
                .filter(name -> ModelNames.listed(name, listed))
                .toList());
        List<String> known = List.copyOf(names);
        listed.stream().filter(name -> !ModelNames.same(name, known)).forEach(names::add);
        return names;
    }

    /** Whether the provider's last list has the model. */
    public static boolean isListed(String model, ModelList list) {
        return ModelNames.listed(model, list.models());
    }
}
