package dev.caravan.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all requests of a batch have in common.
 *
 * @param schema JSON Schema of the answer as JSON text, null for none
 * @param schemaName letters, digits, {@code _} and {@code -}, at most 64
 * @param settings every setting of the protocol, by name
 * @param asked for whole requests: what their callers speak; null where Caravan writes requests of prompts
 */
public record RequestShape(
        String endpoint,
        String model,
        @Nullable String thinking,
        Map<String, Object> parameters,
        @Nullable String schema,
        String schemaName,
        Map<String, String> settings,
        @Nullable Asked asked) {

    public RequestShape {
        parameters = Map.copyOf(parameters);
        settings = Map.copyOf(settings);
    }

    /** The same for a credential with these settings. */
    public RequestShape with(Map<String, String> credentialSettings) {
        return new RequestShape(endpoint, model, thinking, parameters, schema, schemaName, credentialSettings, asked);
    }

    /** The same for requests that callers wrote whole; each of them says for itself whether it wants a schema. */
    public RequestShape whole(Asked what) {
        return new RequestShape(endpoint, model, thinking, parameters, null, schemaName, settings, what);
    }

    /** The same for one whole request, which says some of it otherwise. */
    public RequestShape forRequest(
            @Nullable String itsThinking,
            Map<String, Object> itsParameters,
            @Nullable String itsSchema,
            String itsName) {
        return new RequestShape(endpoint, model, itsThinking, itsParameters, itsSchema, itsName, settings, asked);
    }

    /** Where Caravan writes the requests. */
    public RequestShape(
            String endpoint,
            String model,
            @Nullable String thinking,
            Map<String, Object> parameters,
            @Nullable String schema,
            String schemaName,
            Map<String, String> settings) {
        this(endpoint, model, thinking, parameters, schema, schemaName, settings, null);
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
