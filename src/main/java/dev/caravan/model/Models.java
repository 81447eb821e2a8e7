package dev.caravan.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything in {@code models.yaml} and {@code providers.yaml}, by name, in the order of the files. */
public record Models(
        Map<String, Provider> providers, Map<String, Credential> credentials, Map<String, BatchModel> models) {

    public Models {
        providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
        credentials = Collections.unmodifiableMap(new LinkedHashMap<>(credentials));
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }
}
