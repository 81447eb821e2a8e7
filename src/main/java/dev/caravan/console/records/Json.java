package dev.caravan.console.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** JSON for people's eyes. */
final class Json {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private Json() {}

    /** Indented, with the same values; a text that is no JSON as it is. */
    static String indented(String text) {
        try {
            JsonNode value = JSON.readTree(text);
            return value.isContainerNode()
                    ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value)
                    : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
