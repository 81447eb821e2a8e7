package dev.caravan.provider.mistral;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.chat.StrictSchema;
import dev.caravan.provider.whole.ExactJson;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The fixed pieces of request lines. The model is named once, by the job. */
final class MistralBodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OURS = Set.of("model", "messages", "input", "stream", "n");

    private MistralBodies() {}

    static PromptLines.Pieces chat(RequestShape shape) {
        return PromptLines.Pieces.of(
                "{\"custom_id\":\"",
                head(chatFields(shape), "\"messages\":["),
                "{\"role\":\"system\",\"content\":\"",
                "\"},",
                "{\"role\":\"user\",\"content\":\"",
                "\"}]}}\n");
    }

    /** Everything of a chat but its messages. */
    static ObjectNode chatFields(RequestShape shape) {
        ObjectNode body = parameters(shape);
        if (shape.thinking() != null) {
            put(body, "reasoning_effort", "thinking").put("reasoning_effort", shape.thinking());
        }
        if (shape.schema() != null) {
            ObjectNode format = put(body, "response_format", "the output schema of the task")
                    .putObject("response_format")
                    .put("type", "json_schema");
            describe(shape.schemaName(), shape.schema(), format.putObject("json_schema"));
        }
        return body;
    }

    static PromptLines.Pieces embeddings(RequestShape shape) {
        if (shape.schema() != null) {
            throw new IllegalArgumentException("Embeddings have no output schema: remove it from the task");
        }
        return input(shape, "Embeddings");
    }

    /** An output schema is not sent: it only judges the provider's verdict. */
    static PromptLines.Pieces moderations(RequestShape shape) {
        return input(shape, "Moderations");
    }

    private static PromptLines.Pieces input(RequestShape shape, String what) {
        if (shape.thinking() != null) {
            throw new IllegalArgumentException(
                    what + " have no thinking level, but \"" + shape.thinking() + "\" is set for " + shape.model());
        }
        return PromptLines.Pieces.of(
                "{\"custom_id\":\"", head(parameters(shape), ""), null, "", "\"input\":\"", "\"}}\n");
    }

    static ObjectNode parameters(RequestShape shape) {
        ObjectNode body = JSON.createObjectNode();
        for (Map.Entry<String, Object> parameter : new TreeMap<>(shape.parameters()).entrySet()) {
            if (OURS.contains(parameter.getKey())) {
                throw new IllegalArgumentException(
                        "Parameter \"" + parameter.getKey() + "\" is set by Caravan itself: remove it");
            }
            body.set(parameter.getKey(), ExactJson.of(parameter.getValue()));
        }
        return body;
    }

    private static ObjectNode put(ObjectNode body, String field, String what) {
        if (body.has(field)) {
            throw new IllegalArgumentException("Parameter \"" + field + "\" and " + what + " exclude each other");
        }
        return body;
    }

    private static void describe(String name, String schema, ObjectNode into) {
        try {
            ObjectNode tree = JSON.readValue(schema, ObjectNode.class);
            tree.remove(Set.of("$schema", "$id"));
            into.put("name", name).put("strict", StrictSchema.fits(tree)).set("schema", tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The output schema is not a JSON object: " + e.getOriginalMessage(), e);
        }
    }

    private static String head(ObjectNode body, String prompts) {
        String json = body.toString();
        return "\",\"body\":" + json.substring(0, json.length() - 1) + (body.isEmpty() ? "" : ",") + prompts;
    }
}
