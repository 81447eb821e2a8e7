package dev.caravan.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all requests of a batch have in common.
 *
 * @param schema JSON Schema of the answer as JSON text, null for none
 * @param schemaName letters, digits, {@code _} and {@code -}, at most 64
 */
public record RequestShape(
        String endpoint,
        String model,
        @Nullable String thinking,
        Map<String, Object> parameters,
        @Nullable String schema,
        String schemaName) {

    public RequestShape {
        parameters = Map.copyOf(parameters);
    }
}
