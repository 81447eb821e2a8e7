package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.Chat.Text;
import dev.caravan.provider.whole.Chat.Turn;
import dev.caravan.provider.whole.CommonPart;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Refusals;
import dev.caravan.provider.whole.Said;
import dev.caravan.provider.whole.Takes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The form of chats with Llama where a job hands it bodies as they are: one text with the roles as marks in it. */
final class LlamaChats implements Form.OfChat {
    private static final Takes TAKES = Takes.of("Llama on Bedrock", "temperature", "top_p");

    private final CommonPart common;
    private final LlamaMarks marks;

    LlamaChats(RequestShape shape) {
        this.common = new CommonPart(shape, InvokeBodies::llamaBody);
        this.marks = LlamaMarks.of(shape.model());
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
        Map<String, JsonNode> said = new HashMap<>();
        chat.settings()
                .properties()
                .forEach(field -> said.put(
                        field.getKey().equals("max_tokens") ? "max_gen_len" : field.getKey(), field.getValue()));
        ObjectNode request = common.of(said, chat, refused);
        if (request == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        StringBuilder prompt = new StringBuilder(LlamaMarks.BEGIN);
        if (!chat.system().isEmpty()) {
            prompt.append(marks.turn("system", String.join("\n\n", chat.system())));
        }
        for (Turn turn : chat.turns()) {
            String text = turn.parts().stream()
                    .map(part -> part instanceof Text one ? one.text() : "")
                    .collect(Collectors.joining());
            prompt.append(marks.turn(turn.assistant() ? "assistant" : "user", text));
        }
        if (marks.standIn(chat)) {
            refused.unsupported("messages", "no text may hold the marks that tell its turns apart, such as <|eot_id|>");
        }
        return request.put("prompt", prompt.append(marks.head("assistant")).toString());
    }

    @Override
    public JsonNode success(JsonNode line) {
        return Lines.output(line);
    }

    @Override
    public Said said(JsonNode success) {
        String finish = success.path("stop_reason").asText().equals("length") ? "length" : "stop";
        return Said.of(new StringBuilder(success.path("generation").asText("")), List.of(), finish, null);
    }
}
