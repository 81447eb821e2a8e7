package dev.caravan.simulator.bedrock;

import static dev.caravan.simulator.bedrock.Question.need;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.bedrock.Model.Kind;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Tokens;
import dev.caravan.simulator.core.Vectors;
import java.util.Set;

/** Amazon Titan's embeddings, of text alone or of text and images: one text a record. */
final class TitanForm implements BodyForm {
    private static final Set<String> TEXT = Set.of("inputText", "dimensions", "normalize", "embeddingTypes");
    private static final Set<String> IMAGE = Set.of("inputText", "inputImage", "embeddingConfig");

    @Override
    public Answer answer(Question question) {
        ObjectNode body = question.body();
        boolean image = question.model().kind() == Kind.TITAN_IMAGE;
        question.allow(image ? IMAGE : TEXT);
        String text = body.path("inputText").asText();
        need(!text.isEmpty() || (image && body.has("inputImage")), "Malformed input request: inputText is required");
        JsonNode wanted = image ? body.path("embeddingConfig").path("outputEmbeddingLength") : body.path("dimensions");
        int dimensions = wanted.asInt(question.model().kind().dimensions);
        need(
                Set.of(1024, image ? 384 : 512, 256).contains(dimensions),
                "Malformed input request: " + dimensions + " is not a valid number of dimensions");
        need(
                body.path("normalize").isMissingNode() || body.path("normalize").isBoolean(),
                "Malformed input request: normalize must be a boolean");
        Tokens tokens = new Tokens(Tokens.in(text), 0, 0);
        ObjectNode wire = Json.object();
        ArrayNode embedding = wire.putArray("embedding");
        for (float number : Vectors.of(text, dimensions)) {
            embedding.add(number);
        }
        if (!image) {
            wire.putObject("embeddingsByType").set("float", embedding.deepCopy());
        }
        return Answer.ok(wire.put("inputTextTokenCount", tokens.input()), tokens);
    }
}
