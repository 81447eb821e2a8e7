package dev.caravan.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.google.GoogleAnswer;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Refusals;
import java.util.List;

/** The form of requests for embeddings on Vertex: one text each. */
final class VertexVectors implements Form.OfEmbeddings {
    private final ObjectNode config;

    VertexVectors(RequestShape shape) {
        this.config = GeminiRows.embedConfig(shape);
    }

    @Override
    public String provider() {
        return VertexChats.NAME;
    }

    @Override
    public int mostTexts() {
        return 1;
    }

    @Override
    public ObjectNode line(String customId, ObjectNode request) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("key", customId);
        return line.set("request", request);
    }

    @Override
    public ObjectNode request(Texts texts, Refusals refused) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ObjectNode itsConfig = config.deepCopy();
        if (!texts.dimensions().isMissingNode()) {
            itsConfig.set("output_dimensionality", texts.dimensions());
        }
        if (!itsConfig.isEmpty()) {
            request.set("embed_content_config", itsConfig);
        }
        request.putObject("content")
                .putArray("parts")
                .addObject()
                .put("text", texts.texts().get(0));
        return request;
    }

    @Override
    public JsonNode success(JsonNode line) {
        return GoogleAnswer.success(line);
    }

    @Override
    public List<JsonNode> vectors(JsonNode success) {
        return GoogleAnswer.vectors(success);
    }
}
