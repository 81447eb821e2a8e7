package dev.caravan.model;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tasks point to.
 *
 * @param endpoint batch endpoint of the protocol, e.g. {@code /v1/chat/completions}
 * @param ability what that endpoint is for
 * @param thinking thinking level, null for the model's own default
 * @param parameters sent with every request as they are (temperature, max_completion_tokens, …)
 * @param tooFew only matters where the provider has a least number of requests
 * @param workspaces whose tasks may use it; empty: all
 */
public record BatchModel(
        String name,
        Credential credential,
        String model,
        String endpoint,
        Ability ability,
        @Nullable String thinking,
        Map<String, Object> parameters,
        TooFew tooFew,
        Set<String> workspaces) {
    public BatchModel {
        parameters = Map.copyOf(parameters);
        workspaces = Set.copyOf(workspaces);
    }

    /** For all workspaces, with the usual patience where a provider wants more records. */
    public BatchModel(
            String name,
            Credential credential,
            String model,
            String endpoint,
            Ability ability,
            @Nullable String thinking,
            Map<String, Object> parameters) {
        this(name, credential, model, endpoint, ability, thinking, parameters, TooFew.DEFAULT, Set.of());
    }

    /** For all workspaces. */
    public BatchModel(
            String name,
            Credential credential,
            String model,
            String endpoint,
            Ability ability,
            @Nullable String thinking,
            Map<String, Object> parameters,
            TooFew tooFew) {
        this(name, credential, model, endpoint, ability, thinking, parameters, tooFew, Set.of());
    }

    public boolean isFor(String workspace) {
        return workspaces.isEmpty() || workspaces.contains(workspace);
    }

    /** What providers.yaml says of the model; empty if it does not list it. */
    public Optional<ModelFacts> facts() {
        return credential.provider().facts(model);
    }
}
