package dev.caravan.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all requests of a batch have in common.
 *
 * @param schema JSON Schema of the answer as JSON text, null for none
 * @param schemaName letters, digits, {@code _} and {@code -}, at most 64
 * @param settings every setting of the protocol, by name
 */
public record RequestShape(
        String endpoint,
        String model,
        @Nullable String thinking,
        Map<String, Object> parameters,
        @Nullable String schema,
        String schemaName,
        Map<String, String> settings) {

    public RequestShape {
        parameters = Map.copyOf(parameters);
        settings = Map.copyOf(settings);
    }

    /** The same for a credential with these settings. */
    public RequestShape with(Map<String, String> credentialSettings) {
        return new RequestShape(endpoint, model, thinking, parameters, schema, schemaName, credentialSettings);
    }

    /** Where the protocol has no settings, or none that shape a request. */
    public RequestShape(
            String endpoint,
            String model,
            @Nullable String thinking,
            Map<String, Object> parameters,
            @Nullable String schema,
            String schemaName) {
        this(endpoint, model, thinking, parameters, schema, schemaName, Map.of());
    }
}
