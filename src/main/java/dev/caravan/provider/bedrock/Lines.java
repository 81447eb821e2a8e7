package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The lines around every request and every answer, of whichever model. */
final class Lines {
    private Lines() {}

    static ObjectNode of(String customId, ObjectNode request) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("recordId", customId);
        return line.set("modelInput", request);
    }

    /** What the model answered; missing on a line with an error. */
    static JsonNode output(JsonNode line) {
        return line.hasNonNull("error") ? MissingNode.getInstance() : line.path("modelOutput");
    }
}
