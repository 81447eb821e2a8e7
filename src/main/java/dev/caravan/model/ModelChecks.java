package dev.caravan.model;

import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlMap;

/** Compares a batch model with what is known of the provider's model. */
final class ModelChecks {
    private ModelChecks() {}

    static void check(BatchModel model, ModelFacts facts, YamlMap where) {
        String subject =
                facts.name() + " of provider " + model.credential().provider().name();
        if (!facts.endpoints().contains(model.endpoint())) {
            where.get("endpoint")
                    .problem(
                            "Batch model \"" + model.name() + "\" asks for " + model.endpoint() + "; " + subject
                                    + " does not offer it",
                            Suggestion.allowed(model.endpoint(), facts.endpoints()));
        }
        String thinking = model.thinking();
        if (thinking == null || facts.thinking().contains(thinking)) {
            return;
        }
        where.get("thinking")
                .problem(
                        "Batch model \"" + model.name() + "\" asks for thinking level \"" + thinking + "\"; " + subject
                                + (facts.thinking().isEmpty() ? " has no thinking levels" : " does not have it"),
                        facts.thinking().isEmpty() ? "Remove the key" : Suggestion.allowed(thinking, facts.thinking()));
    }
}
