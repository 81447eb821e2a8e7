package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema as {@code output_config.format} takes it. What it does not take is left out where the rest still allows
 * every answer that it should; else no schema goes.
 *
 * @param schema null if the provider can't be given one
 * @param why the reason then; empty otherwise
 */
record SchemaFit(@Nullable ObjectNode schema, String why) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException if the text is not a JSON object */
    static SchemaFit of(String text) {
        try {
            ObjectNode whole = JSON.readValue(text, ObjectNode.class);
            return new SchemaFit(new SchemaAdapter(whole).adapt(), "");
        } catch (SchemaAdapter.Unfit e) {
            return new SchemaFit(null, e.why());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The output schema is not a JSON object: " + e.getOriginalMessage(), e);
        }
    }
}
