package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.claude.ClaudeAnswer;
import dev.caravan.provider.claude.ClaudeMessages;
import dev.caravan.provider.claude.ClaudeSettings;
import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.CommonPart;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Refusals;
import dev.caravan.provider.whole.Said;
import dev.caravan.provider.whole.Takes;

/** Anthropic's form of chats. */
final class AnthropicChats implements Form.OfChat {
    private static final Takes TAKES = ClaudeSettings.takes("Anthropic").and("image_url", "strict");

    private final CommonPart common;
    private final RequestShape shape;

    AnthropicChats(RequestShape shape) {
        this.shape = shape;
        this.common = new CommonPart(shape, AnthropicChats::params);
    }

    /** Nobody here judges the answer by the schema, so one that the provider can't be given is refused. */
    private static ObjectNode params(RequestShape shape) {
        String schema = shape.schema();
        if (schema != null) {
            if (!Generation.of(shape.model()).takesSchema()) {
                throw new IllegalArgumentException(
                        shape.model() + " takes no schema (Claude 4.5 is the first that does)");
            }
            SchemaFit fit = SchemaFit.of(schema);
            if (fit.schema() == null) {
                throw new IllegalArgumentException("the provider can't be given the schema: " + fit.why());
            }
        }
        return Pieces.params(shape);
    }

    @Override
    public Takes takes() {
        return TAKES;
    }

    @Override
    public ObjectNode line(String customId, ObjectNode request) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("custom_id", customId);
        return line.set("params", request);
    }

    @Override
    public ObjectNode request(Chat chat, Refusals refused) {
        ObjectNode request = common.of(ClaudeSettings.of(chat, refused), chat, refused);
        if (request == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        ClaudeMessages.write(chat, request);
        ClaudeSettings.checkThinking(chat, request, refused);
        holdToSchemas(request, refused);
        String cache = AnthropicProtocol.value(shape, AnthropicProtocol.CACHE_SYSTEM);
        int last = request.path("system").size() - 1;
        if (!cache.equals("none") && last >= 0) {
            ((ObjectNode) request.path("system").path(last))
                    .putObject("cache_control")
                    .put("type", "ephemeral")
                    .put("ttl", cache);
        }
        return request;
    }

    /** A strict tool has the part of its schema that the provider can hold a call to. */
    private static void holdToSchemas(ObjectNode request, Refusals refused) {
        JsonNode tools = request.path("tools");
        for (int i = 0; i < tools.size(); i++) {
            if (tools.path(i) instanceof ObjectNode tool && tool.has("strict")) {
                SchemaFit fit = SchemaFit.of(tool.path("input_schema").toString());
                if (fit.schema() == null) {
                    refused.unsupported("tools[" + i + "].function.strict", "of the schema, " + fit.why());
                } else {
                    tool.set("input_schema", fit.schema());
                }
            }
        }
    }

    @Override
    public JsonNode success(JsonNode line) {
        return message(line);
    }

    /** The message of a line whose request succeeded; missing in any other. */
    static JsonNode message(JsonNode line) {
        JsonNode result = line.path("result");
        return result.path("type").asText().equals("succeeded") ? result.path("message") : MissingNode.getInstance();
    }

    @Override
    public Said said(JsonNode success) {
        return ClaudeAnswer.of(success);
    }
}
