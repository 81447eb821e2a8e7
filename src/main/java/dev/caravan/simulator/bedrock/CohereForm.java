package dev.caravan.simulator.bedrock;

import static dev.caravan.simulator.bedrock.Question.need;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Tokens;
import dev.caravan.simulator.core.Vectors;
import java.util.Set;

/** Cohere Embed: a list of texts a record. */
final class CohereForm implements BodyForm {
    private static final Set<String> KEYS = Set.of("texts", "images", "input_type", "truncate", "embedding_types");
    private static final Set<String> TYPES =
            Set.of("search_document", "search_query", "classification", "clustering", "image");
    private static final int TEXTS = 96;
    private static final int CHARACTERS = 2048;

    @Override
    public Answer answer(Question question) {
        ObjectNode body = question.body();
        question.allow(KEYS);
        JsonNode texts = body.path("texts");
        need(
                texts.isArray() && !texts.isEmpty() && texts.size() <= TEXTS,
                "Malformed input request: #/texts: expected 1 to 96 items");
        need(
                TYPES.contains(body.path("input_type").asText()),
                "Malformed input request: #/input_type: is not a valid enum value");
        need(
                Set.of("NONE", "START", "END").contains(body.path("truncate").asText("NONE")),
                "Malformed input request: #/truncate: is not a valid enum value");
        ArrayNode vectors = Json.array();
        int tokens = 0;
        for (JsonNode text : texts) {
            need(
                    text.asText().length() <= CHARACTERS,
                    "Malformed input request: #/texts: expected maxLength: 2048, actual: "
                            + text.asText().length());
            ArrayNode vector = vectors.addArray();
            for (float number : Vectors.of(text.asText(), question.model().kind().dimensions)) {
                vector.add(number);
            }
            tokens += Tokens.in(text.asText());
        }
        ObjectNode wire = Json.object().put("id", question.answerId(""));
        boolean byType = body.has("embedding_types");
        wire.put("response_type", byType ? "embeddings_by_type" : "embeddings_floats");
        wire.set("texts", texts);
        if (byType) {
            wire.putObject("embeddings").set("float", vectors);
        } else {
            wire.set("embeddings", vectors);
        }
        return Answer.ok(wire, new Tokens(tokens, 0, 0));
    }
}
