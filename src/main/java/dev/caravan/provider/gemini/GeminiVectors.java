package dev.caravan.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.google.GoogleAnswer;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Refusals;
import java.util.List;

/** Gemini's form of requests for embeddings: one text each. */
final class GeminiVectors implements Form.OfEmbeddings {
    private final ObjectNode common;

    GeminiVectors(ObjectNode common) {
        this.common = common;
    }

    @Override
    public String provider() {
        return GeminiChats.NAME;
    }

    @Override
    public int mostTexts() {
        return 1;
    }

    @Override
    public ObjectNode line(String customId, ObjectNode request) {
        return GeminiChats.keyed(customId, request);
    }

    @Override
    public ObjectNode request(Texts texts, Refusals refused) {
        ObjectNode request = common.deepCopy();
        if (!texts.dimensions().isMissingNode()) {
            request.set("outputDimensionality", texts.dimensions());
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
