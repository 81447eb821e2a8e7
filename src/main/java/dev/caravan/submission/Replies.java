package dev.caravan.submission;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes of a task's answer what callers of the operation get. */
final class Replies {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private static final double USUAL_THRESHOLD = 0.5;

    private Replies() {}

    /** @param body of the line; @param answer as it is published */
    static ObjectNode of(Operation operation, JsonNode body, JsonNode answer) {
        return switch (operation) {
            case EXTRACT -> extract(body.path("entities"), answer.path("entities"));
            case SUMMARIZE -> summarize(body, answer);
            case CLASSIFY -> classify(answer);
        };
    }

    /** By type as asked, the surest first; no more and none less sure than was asked for. */
    static List<JsonNode> chosen(JsonNode asked, JsonNode found) {
        List<JsonNode> chosen = new ArrayList<>();
        asked.fields().forEachRemaining(type -> {
            double threshold = type.getValue().path("threshold").asDouble(USUAL_THRESHOLD);
            int most = type.getValue().path("top_n").asInt(0);
            List<JsonNode> ofType = new ArrayList<>();
            found.forEach(one -> {
                if (one.path("type").asText().equals(type.getKey())
                        && one.path("confidence").asDouble() >= threshold) {
                    ofType.add(one);
                }
            });
            ofType.sort(Comparator.comparingDouble(
                    (JsonNode one) -> -one.path("confidence").asDouble()));
            ofType.stream().limit(most == 0 ? Long.MAX_VALUE : most).forEach(chosen::add);
        });
        return chosen;
    }

    private static ObjectNode extract(JsonNode asked, JsonNode found) {
        ObjectNode reply = JSON.createObjectNode();
        ArrayNode entities = reply.putArray("entities");
        chosen(asked, found)
                .forEach(one -> entities.addObject()
                        .<ObjectNode>set("type", one.path("type"))
                        .<ObjectNode>set("text", one.path("text"))
                        .set("confidence", one.path("confidence")));
        return reply;
    }

    private static ObjectNode summarize(JsonNode body, JsonNode answer) {
        String summary = answer.path("summary").asText();
        return JSON.createObjectNode()
                .put("summary", summary)
                .put("input_chars", chars(body.path("text").asText()))
                .put("output_chars", chars(summary));
    }

    private static int chars(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Scores are shares of one, whatever the model's add up to. */
    private static ObjectNode classify(JsonNode answer) {
        ObjectNode reply = JSON.createObjectNode();
        reply.set("top_label", answer.path("top_label"));
        ObjectNode scores = reply.putObject("scores");
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode one : answer.path("scores")) {
            sum = sum.add(one.path("score").decimalValue());
        }
        for (JsonNode one : answer.path("scores")) {
            BigDecimal score = one.path("score").decimalValue();
            scores.put(
                    one.path("label").asText(),
                    sum.signum() == 0
                            ? score
                            : score.divide(sum, MathContext.DECIMAL64).setScale(4, RoundingMode.HALF_UP));
        }
        reply.put("reasoning", answer.path("reasoning").asText());
        return reply;
    }
}
