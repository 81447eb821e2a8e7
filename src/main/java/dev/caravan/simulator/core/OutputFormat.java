package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What shape the answer is to have.
 *
 * @param schema a JSON Schema; null when none is asked for
 * @param json whether any JSON object will do
 */
public record OutputFormat(@Nullable JsonNode schema, boolean json) {
    public static final OutputFormat TEXT = new OutputFormat(null, false);
    public static final OutputFormat JSON = new OutputFormat(null, true);

    public static OutputFormat schema(JsonNode schema) {
        return new OutputFormat(schema, true);
    }
}
