package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads and writes JSON with its numbers as they stand: what a caller wrote as 0.20 leaves as 0.20. */
public final class ExactJson {
    /** Refuses what follows the one value. */
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private ExactJson() {}

    /** A parameter as JSON: of a request it is JSON already, and stays as it was written; of a batch model it is a plain value. */
    public static JsonNode of(Object parameter) {
        return parameter instanceof JsonNode json ? json : JSON.valueToTree(parameter);
    }
}
