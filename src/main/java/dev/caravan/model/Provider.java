package dev.caravan.model;

import java.util.Map;
import java.util.Optional;

/**
 * A provider as {@code providers.yaml} describes it.
 *
 * @param protocol the conversation it speaks; names the routes {@code <protocol>-submit} and so on
 * @param read the day its limits were read, ISO 8601
 */
public record Provider(
        String name, String protocol, String baseUrl, Limits limits, Map<String, ModelFacts> models, String read) {

    public Provider {
        models = Map.copyOf(models);
    }

    /** Facts of a model; empty for one that providers.yaml does not list. */
    public Optional<ModelFacts> facts(String model) {
        return Optional.ofNullable(models.get(model));
    }
}
