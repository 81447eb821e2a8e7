package dev.caravan.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.RequestShape;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The fixed pieces of request lines, per endpoint. */
final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OURS = Set.of("model", "messages", "input", "instructions", "stream", "n");

    private static final String START = "{\"custom_id\":\"";

    private Bodies() {}

    static PromptLines.Pieces chat(RequestShape shape) {
        ObjectNode body = common(shape, "response_format", "reasoning_effort");
        if (shape.thinking() != null) {
            body.put("reasoning_effort", shape.thinking());
        }
        if (shape.schema() != null) {
            ObjectNode format = body.putObject("response_format");
            format.put("type", "json_schema");
            describe(shape.schemaName(), shape.schema(), format.putObject("json_schema"));
        }
        return PromptLines.Pieces.of(
                START,
                head(shape, body, ",\"messages\":["),
                ("{\"role\":\"system\",\"content\":\""),
                ("\"},"),
                ("{\"role\":\"user\",\"content\":\""),
                ("\"}]}}\n"));
    }

    static PromptLines.Pieces responses(RequestShape shape) {
        ObjectNode body = common(shape, "text", "reasoning");
        if (shape.thinking() != null) {
            body.putObject("reasoning").put("effort", shape.thinking());
        }
        if (shape.schema() != null) {
            ObjectNode format = body.putObject("text").putObject("format");
            format.put("type", "json_schema");
            describe(shape.schemaName(), shape.schema(), format);
        }
        return PromptLines.Pieces.of(
                START, head(shape, body, ","), ("\"instructions\":\""), ("\","), ("\"input\":\""), ("\"}}\n"));
    }

    static PromptLines.Pieces embeddings(RequestShape shape) {
        if (shape.thinking() != null) {
            throw new IllegalArgumentException(
                    "Embeddings have no thinking level, but \"" + shape.thinking() + "\" is set for " + shape.model());
        }
        if (shape.schema() != null) {
            throw new IllegalArgumentException("Embeddings have no output schema: remove it from the task");
        }
        return PromptLines.Pieces.of(
                START,
                head(shape, common(shape, "response_format", "reasoning_effort"), ","),
                null,
                "",
                ("\"input\":\""),
                ("\"}}\n"));
    }

    private static ObjectNode common(RequestShape shape, String schemaField, String thinkingField) {
        ObjectNode body = JSON.createObjectNode().put("model", shape.model());
        for (Map.Entry<String, Object> parameter : new TreeMap<>(shape.parameters()).entrySet()) {
            String name = parameter.getKey();
            if (OURS.contains(name)) {
                throw new IllegalArgumentException("Parameter \"" + name + "\" is set by Caravan itself: remove it");
            }
            if (name.equals(schemaField) && shape.schema() != null) {
                throw new IllegalArgumentException(
                        "Parameter \"" + name + "\" and the output schema of the task exclude each other");
            }
            if (name.equals(thinkingField) && shape.thinking() != null) {
                throw new IllegalArgumentException("Parameter \"" + name + "\" and thinking exclude each other");
            }
            body.set(name, JSON.valueToTree(parameter.getValue()));
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

    /** The body without its closing brace, so that the prompts can follow. */
    private static String head(RequestShape shape, ObjectNode body, String prompts) {
        String json = body.toString();
        return "\",\"method\":\"POST\",\"url\":\"" + shape.endpoint() + "\",\"body\":"
                + json.substring(0, json.length() - 1) + prompts;
    }
}
