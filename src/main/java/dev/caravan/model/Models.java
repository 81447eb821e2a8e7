package dev.caravan.model;

import java.util.Map;

/** Everything in {@code models.yaml} and {@code providers.yaml}, by name. */
public record Models(
        Map<String, Provider> providers, Map<String, Credential> credentials, Map<String, BatchModel> models) {

    public Models {
        providers = Map.copyOf(providers);
        credentials = Map.copyOf(credentials);
        models = Map.copyOf(models);
    }
}
