package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

/** The form of chats with Claude where a job hands it bodies as they are. */
final class InvokedClaude implements Form.OfChat {
    private static final Takes TAKES = ClaudeSettings.takes("Claude on Bedrock");

    private final CommonPart common;

    InvokedClaude(RequestShape shape) {
        this.common = new CommonPart(shape, InvokeBodies::claudeBody);
    }

    @Override
    public Takes takes() {
        return TAKES;
    }

    @Override
    public ObjectNode line(String customId, ObjectNode request) {
        return Lines.of(customId, request);
    }

    @Override
    public ObjectNode request(Chat chat, Refusals refused) {
        ObjectNode request = common.of(ClaudeSettings.of(chat, refused), chat, refused);
        if (request == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        ClaudeMessages.write(chat, request);
        ClaudeSettings.checkThinking(chat, request, refused);
        return request;
    }

    @Override
    public JsonNode success(JsonNode line) {
        return Lines.output(line);
    }

    @Override
    public Said said(JsonNode success) {
        return ClaudeAnswer.of(success);
    }
}
