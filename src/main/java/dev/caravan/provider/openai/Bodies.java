package dev.caravan.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.chat.StrictSchema;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fixed pieces of request lines, per endpoint. */
final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OURS = Set.of("model", "messages", "input", "instructions", "stream", "n");

    private static final String START = "{\"custom_id\":\"";

    private final RequestShape shape;
    private final Dialect dialect;

    Bodies(RequestShape shape) {
        this.shape = shape;
        this.dialect = new Dialect(shape.settings());
    }

    PromptLines.Pieces chat() {
        ObjectNode body = common("response_format", "reasoning_effort");
        think(body);
        if (shape.schema() != null && !dialect.is(OpenAiSettings.SCHEMA_AS, "none")) {
            ObjectNode format = body.putObject("response_format");
            String kind = dialect.text(OpenAiSettings.SCHEMA_AS);
            format.put("type", kind);
            if (kind.equals("json_schema")) {
                describe(shape.schemaName(), shape.schema(), format.putObject("json_schema"));
            }
        }
        return PromptLines.Pieces.of(
                START,
                head(body, "\"messages\":["),
                "{\"role\":\"system\",\"content\":\"",
                "\"},",
                "{\"role\":\"user\",\"content\":\"",
                "\"}]}}\n");
    }

    PromptLines.Pieces responses() {
        ObjectNode body = common("text", "reasoning");
        if (shape.thinking() != null) {
            body.putObject("reasoning").put("effort", shape.thinking());
        }
        if (shape.schema() != null && !dialect.is(OpenAiSettings.SCHEMA_AS, "none")) {
            ObjectNode format = body.putObject("text").putObject("format");
            String kind = dialect.text(OpenAiSettings.SCHEMA_AS);
            format.put("type", kind);
            if (kind.equals("json_schema")) {
                describe(shape.schemaName(), shape.schema(), format);
            }
        }
        return PromptLines.Pieces.of(START, head(body, ""), "\"instructions\":\"", "\",", "\"input\":\"", "\"}}\n");
    }

    PromptLines.Pieces embeddings() {
        if (shape.schema() != null) {
            throw new IllegalArgumentException("Embeddings have no output schema: remove it from the task");
        }
        return input("Embeddings");
    }

    /** An output schema is not sent: it only judges the provider's verdict. */
    PromptLines.Pieces moderations() {
        return input("Moderations");
    }

    private PromptLines.Pieces input(String what) {
        if (shape.thinking() != null) {
            throw new IllegalArgumentException(
                    what + " have no thinking level, but \"" + shape.thinking() + "\" is set for " + shape.model());
        }
        return PromptLines.Pieces.of(
                START, head(common("response_format", "reasoning_effort"), ""), null, "", "\"input\":\"", "\"}}\n");
    }

    /** The fields that the provider wants for this level, else {@code reasoning_effort}. */
    private void think(ObjectNode body) {
        String level = shape.thinking();
        if (level == null) {
            return;
        }
        ObjectNode fields = dialect.object(OpenAiSettings.THINKING_FIELDS);
        if (fields.isEmpty()) {
            body.put("reasoning_effort", level);
            return;
        }
        JsonNode wanted = fields.path(level);
        if (!wanted.isObject()) {
            throw new IllegalArgumentException(
                    "Thinking level \"" + level + "\" is not in the setting thinking-fields of "
                            + "the provider. It has: " + String.join(", ", names(fields)));
        }
        for (Map.Entry<String, JsonNode> field : wanted.properties()) {
            if (body.has(field.getKey())) {
                throw new IllegalArgumentException(
                        "Parameter \"" + field.getKey() + "\" and thinking exclude each other");
            }
            body.set(field.getKey(), field.getValue());
        }
    }

    private static Iterable<String> names(ObjectNode object) {
        return object::fieldNames;
    }

    private ObjectNode common(String schemaField, String thinkingField) {
        ObjectNode body = JSON.createObjectNode();
        if (dialect.is(OpenAiSettings.MODEL_AT, "line")) {
            body.put("model", shape.model());
        }
        for (Map.Entry<String, Object> parameter : new TreeMap<>(shape.parameters()).entrySet()) {
            String name = parameter.getKey();
            if (OURS.contains(name)) {
                throw new IllegalArgumentException("Parameter \"" + name + "\" is set by Caravan itself: remove it");
            }
            exclude(name, schemaField, shape.schema(), "the output schema of the task");
            exclude(name, thinkingField, shape.thinking(), "thinking");
            body.set(name, JSON.valueToTree(parameter.getValue()));
        }
        return body;
    }

    private static void exclude(String name, String field, @Nullable String set, String what) {
        if (name.equals(field) && set != null) {
            throw new IllegalArgumentException("Parameter \"" + name + "\" and " + what + " exclude each other");
        }
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

    /** From behind the custom id: the body without its closing brace, so that the prompts can follow. */
    private String head(ObjectNode body, String prompts) {
        String json = body.toString();
        String fields = json.substring(0, json.length() - 1) + (body.isEmpty() ? "" : ",");
        String call = dialect.is(OpenAiSettings.LINE, "body")
                ? ""
                : "\"method\":\"POST\",\"url\":\"" + dialect.endpoint(shape.endpoint()) + "\",";
        return "\"," + call + "\"body\":" + fields + prompts;
    }
}
