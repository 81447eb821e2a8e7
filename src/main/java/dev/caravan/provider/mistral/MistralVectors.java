package dev.caravan.provider.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.chat.Success;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Refusals;
import java.util.Comparator;
import java.util.List;

/** Mistral's form of requests for embeddings. */
final class MistralVectors implements Form.OfEmbeddings {
    private final ObjectNode common;

    MistralVectors(RequestShape shape) {
        this.common = MistralBodies.parameters(shape);
    }

    @Override
    public String provider() {
        return MistralChats.NAME;
    }

    /** It sets no number, only one of tokens. */
    @Override
    public int mostTexts() {
        return 2048;
    }

    @Override
    public ObjectNode line(String customId, ObjectNode request) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("custom_id", customId);
        return line.set("body", request);
    }

    @Override
    public ObjectNode request(Texts texts, Refusals refused) {
        ObjectNode request = common.deepCopy();
        if (!texts.dimensions().isMissingNode()) {
            request.set("output_dimension", texts.dimensions());
        }
        ArrayNode input = request.putArray("input");
        texts.texts().forEach(input::add);
        return request;
    }

    @Override
    public JsonNode success(JsonNode line) {
        return Success.of(line);
    }

    @Override
    public List<JsonNode> vectors(JsonNode success) {
        return success.path("data")
                .valueStream()
                .sorted(Comparator.comparingInt(item -> item.path("index").asInt()))
                .map(item -> item.path("embedding"))
                .toList();
    }
}
