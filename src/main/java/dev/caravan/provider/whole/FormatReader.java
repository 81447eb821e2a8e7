package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.whole.Chat.Format;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code response_format}. An empty object, which some clients send, says nothing. */
final class FormatReader {
    static final String FIELD = "response_format";

    private FormatReader() {}

    static @Nullable Format read(JsonNode format, Takes takes, Refusals refused) {
        if (format.isMissingNode() || format.isNull() || (format.isObject() && format.isEmpty())) {
            return null;
        }
        String type = format.path("type").asText("");
        switch (type) {
            case "text" -> {
                refused.unknown(format, FIELD, Set.of("type"));
                return null;
            }
            case "json_object" -> {
                refused.unknown(format, FIELD, Set.of("type"));
                return object(takes, refused);
            }
            case "json_schema" -> {
                refused.unknown(format, FIELD, Set.of("type", "json_schema"));
                return schema(format.path("json_schema"), takes, refused);
            }
            default -> {
                refused.add(FIELD + ".type", "must be text, json_object or json_schema");
                return null;
            }
        }
    }

    private static @Nullable Format object(Takes takes, Refusals refused) {
        if (!takes.has("json_object")) {
            refused.unsupported(FIELD, "it has no mode for JSON without a schema; give a json_schema");
            return null;
        }
        return new Format("answer", null);
    }

    private static @Nullable Format schema(JsonNode given, Takes takes, Refusals refused) {
        String path = FIELD + ".json_schema";
        if (!takes.has("json_schema")) {
            refused.unsupported(path, "it can't hold answers to a schema");
            return null;
        }
        refused.unknown(given, path, Set.of("name", "description", "strict", "schema"));
        if (!given.path("schema").isObject()) {
            refused.add(path + ".schema", "must be a JSON Schema, an object");
            return null;
        }
        String name = given.path("name").asText("");
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            refused.add(path + ".name", "must be 1 to 64 letters, digits, _ or -");
            return null;
        }
        return new Format(name, given.path("schema").toString());
    }
}
