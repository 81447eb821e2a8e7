package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.OutputFormat;
import java.io.IOException;

/** A JSON Schema that a prompt asks for in words, of models that have no other place for it; they mostly obey. */
final class WordedSchema {
    private static final String WORDS = "JSON Schema: ";

    private WordedSchema() {}

    static OutputFormat in(String prompt) {
        int at = prompt.indexOf(WORDS + "{");
        if (at < 0) {
            return OutputFormat.TEXT;
        }
        try (JsonParser parser = Json.MAPPER.createParser(prompt.substring(at + WORDS.length()))) {
            JsonNode schema = parser.readValueAsTree();
            return OutputFormat.schema(schema);
        } catch (IOException e) {
            return OutputFormat.TEXT;
        }
    }

    /** What the prompt says beside the schema. */
    static String rest(String prompt) {
        int at = prompt.indexOf(WORDS + "{");
        int end = at < 0 ? -1 : prompt.indexOf("}\n\n", at);
        return end < 0 ? prompt : prompt.substring(end + 1).strip();
    }
}
