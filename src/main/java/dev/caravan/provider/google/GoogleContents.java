package dev.caravan.provider.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.Chat.Call;
import dev.caravan.provider.whole.Chat.Image;
import dev.caravan.provider.whole.Chat.Part;
import dev.caravan.provider.whole.Chat.Result;
import dev.caravan.provider.whole.Chat.Text;
import dev.caravan.provider.whole.Chat.Turn;
import dev.caravan.provider.whole.ExactJson;

/** Writes what is said in a chat as contents and their parts. */
final class GoogleContents {
    private GoogleContents() {}

    static void write(Chat chat, ObjectNode request) {
        if (!chat.system().isEmpty()) {
            ArrayNode parts = request.putObject("systemInstruction").putArray("parts");
            chat.system().forEach(text -> parts.addObject().put("text", text));
        }
        ArrayNode contents = request.putArray("contents");
        for (Turn turn : chat.turns()) {
            ArrayNode parts = contents.addObject()
                    .put("role", turn.assistant() ? "model" : "user")
                    .putArray("parts");
            turn.parts().forEach(part -> part(part, parts.addObject()));
        }
    }

    private static void part(Part part, ObjectNode into) {
        if (part instanceof Text text) {
            into.put("text", text.text());
        } else if (part instanceof Image image) {
            into.putObject("inlineData").put("mimeType", image.type()).put("data", image.data());
        } else if (part instanceof Call call) {
            into.putObject("functionCall").put("name", call.name()).set("args", call.arguments());
            if (call.signature() != null) {
                into.put("thoughtSignature", call.signature());
            }
        } else if (part instanceof Result result) {
            into.putObject("functionResponse").put("name", result.name()).set("response", object(result.text()));
        }
    }

    /** Google wants an object; a text that is none goes as the result of one. */
    private static JsonNode object(String text) {
        try {
            if (text.stripLeading().startsWith("{") && ExactJson.JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException notJson) {
            return JsonNodeFactory.instance.objectNode().put("result", text);
        }
        return JsonNodeFactory.instance.objectNode().put("result", text);
    }
}
