package dev.caravan.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tasks point to.
 *
 * @param endpoint batch endpoint, e.g. {@code /v1/chat/completions}
 * @param thinking thinking level, null for the model's own default
 * @param parameters sent with every request as they are (temperature, max_completion_tokens, …)
 */
public record BatchModel(
        String name,
        Credential credential,
        String model,
        String endpoint,
        @Nullable String thinking,
        Map<String, Object> parameters) {

    public BatchModel {
        parameters = Map.copyOf(parameters);
    }
}
