package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Refusals;
import java.util.List;

/** The form of requests for embeddings: Titan takes one text, Cohere up to 96. */
final class BedrockVectors implements Form.OfEmbeddings {
    private final ObjectNode common;
    private final boolean cohere;
    private final boolean images;

    BedrockVectors(RequestShape shape) {
        this.common = EmbeddingBodies.body(shape);
        this.cohere = Family.need(shape) == Family.COHERE;
        this.images = shape.model().contains("titan-embed-image");
    }

    @Override
    public String provider() {
        return cohere ? "Cohere on Bedrock" : "Titan on Bedrock";
    }

    @Override
    public int mostTexts() {
        return cohere ? 96 : 1;
    }

    @Override
    public ObjectNode line(String customId, ObjectNode request) {
        return Lines.of(customId, request);
    }

    @Override
    public ObjectNode request(Texts texts, Refusals refused) {
        ObjectNode request = common.deepCopy();
        JsonNode dimensions = texts.dimensions();
        if (cohere) {
            texts.texts().forEach(request.putArray("texts")::add);
        } else {
            request.put("inputText", texts.texts().get(0));
        }
        if (dimensions.isMissingNode()) {
            return request;
        }
        if (cohere) {
            request.set("output_dimension", dimensions);
        } else if (images) {
            request.withObject("/embeddingConfig").set("outputEmbeddingLength", dimensions);
        } else {
            request.set("dimensions", dimensions);
        }
        return request;
    }

    @Override
    public JsonNode success(JsonNode line) {
        return Lines.output(line);
    }

    /** Floats, alone or by type. */
    @Override
    public List<JsonNode> vectors(JsonNode success) {
        JsonNode many = success.path("embeddings");
        if (many.isMissingNode()) {
            JsonNode one = success.path("embedding");
            return List.of(
                    one.isArray() ? one : success.path("embeddingsByType").path("float"));
        }
        JsonNode floats = many.isObject() ? many.path("float") : many;
        return floats.valueStream().toList();
    }
}
