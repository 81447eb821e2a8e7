package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.OutputFormat;

/**
 * What a user says to a model that has no place for a JSON Schema but the prompt; such models mostly obey.
 *
 * @param said the words beside the schema
 */
record WordedSchema(OutputFormat format, String said) {
    private static final String WORDS = "JSON Schema: {";
    private static final String END = "}\n\n";

    static WordedSchema in(String prompt) {
        int at = prompt.indexOf(WORDS);
        int end = at < 0 ? -1 : prompt.indexOf(END, at);
        JsonNode schema = end < 0
                ? Json.MAPPER.missingNode()
                : Json.readOrMissing(prompt.substring(at + WORDS.length() - 1, end + 1));
        return schema.isObject()
                ? new WordedSchema(OutputFormat.schema(schema), prompt.substring(end + END.length()))
                : new WordedSchema(OutputFormat.TEXT, prompt);
    }
}
