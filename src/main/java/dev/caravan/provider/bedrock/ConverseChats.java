package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.CommonPart;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Refusals;
import dev.caravan.provider.whole.Said;
import dev.caravan.provider.whole.Takes;

/** The form of chats in Converse jobs, and of those with Nova, whose own format says the same in the same words. */
final class ConverseChats implements Form.OfChat {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** No tools: Bedrock fails every record of a Converse job that has them. */
    private static final Takes CONVERSE =
            Takes.of("a Converse job of Bedrock", "temperature", "top_p", "stop", "image", "json_schema", "thinking");

    private static final Takes NOVA = Takes.of("Nova on Bedrock", "temperature", "top_p", "stop", "image", "tools");

    private final Takes takes;
    private final CommonPart common;
    private final JsonNode config;

    private ConverseChats(RequestShape shape, Takes takes, CommonPart common) {
        this.takes = takes;
        this.common = common;
        this.config = JSON.valueToTree(shape.parameters().get("inferenceConfig"));
    }

    /** Nova and Llama take no schema; only Claude thinks by level. */
    static ConverseChats converse(RequestShape shape) {
        Family family = Family.of(shape).orElse(null);
        Takes takes = family == Family.CLAUDE ? CONVERSE : CONVERSE.without("thinking");
        boolean schema = family != Family.NOVA && family != Family.LLAMA;
        return new ConverseChats(
                shape, schema ? takes : takes.without("json_schema"), new CommonPart(shape, ConverseBody::body));
    }

    static ConverseChats nova(RequestShape shape) {
        return new ConverseChats(shape, NOVA, new CommonPart(shape, InvokeBodies::novaBody));
    }

    @Override
    public Takes takes() {
        return takes;
    }

    @Override
    public ObjectNode line(String customId, ObjectNode request) {
        return Lines.of(customId, request);
    }

    @Override
    public ObjectNode request(Chat chat, Refusals refused) {
        ObjectNode request = common.of(BedrockMessages.settings(chat, config), chat, refused);
        if (request == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        BedrockMessages.write(chat, request);
        if (chat.tools() != null) {
            if (chat.tools().choice().equals("none")) {
                refused.unsupported("tool_choice", "leave the tools out instead of saying none");
            }
            BedrockMessages.tools(chat.tools(), request);
        }
        return request;
    }

    @Override
    public JsonNode success(JsonNode line) {
        return Lines.output(line);
    }

    @Override
    public Said said(JsonNode success) {
        return BedrockMessages.said(success);
    }
}
