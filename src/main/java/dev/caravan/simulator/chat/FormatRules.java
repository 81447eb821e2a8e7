package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.core.OutputFormat;
import dev.caravan.simulator.core.PromptText;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads and checks the format that an answer is asked for in. */
final class FormatRules {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private FormatRules() {}

    /**
     * Reads and checks a format.
     *
     * @param named the node with name, schema and strict: inside {@code json_schema} for chat, the format itself for
     *     responses
     */
    static OutputFormat read(JsonNode format, JsonNode named, String param, JsonNode prompt) {
        if (format.isMissingNode()) {
            return OutputFormat.TEXT;
        }
        String type = format.path("type").asText();
        RequestRules.oneOf(type, Set.of("text", "json_object", "json_schema"), param + ".type");
        if (type.equals("json_object")
                && !PromptText.all(prompt).toLowerCase(Locale.ROOT).contains("json")) {
            throw ApiException.badRequest(
                    "'messages' must contain the word 'json' in some form, to use '%s' of type 'json_object'."
                            .formatted(param),
                    "messages",
                    null);
        }
        if (!type.equals("json_schema")) {
            return type.equals("json_object") ? OutputFormat.JSON : OutputFormat.TEXT;
        }
        String where = named == format ? param : param + ".json_schema";
        String name = named.path("name").asText();
        if (name.isEmpty()) {
            throw RequestRules.missing(where + ".name");
        }
        if (!NAME.matcher(name).matches()) {
            throw ApiException.badRequest(
                    "Invalid '%s.name': string does not match pattern '^[a-zA-Z0-9_-]+$' of at most 64 characters."
                            .formatted(where),
                    where + ".name",
                    "invalid_value");
        }
        JsonNode schema = named.path("schema");
        if (!schema.isObject()) {
            throw RequestRules.missing(where + ".schema");
        }
        if (named.path("strict").asBoolean()) {
            StrictSchema.check(schema, name, param);
        }
        return OutputFormat.schema(schema);
    }
}
