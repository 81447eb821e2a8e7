package dev.caravan.provider.mistral;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.Chat.Call;
import dev.caravan.provider.whole.Chat.Image;
import dev.caravan.provider.whole.Chat.Part;
import dev.caravan.provider.whole.Chat.Result;
import dev.caravan.provider.whole.Chat.Text;
import dev.caravan.provider.whole.Chat.Turn;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Messages of a chat in Mistral's form. */
final class MistralMessages {
    private MistralMessages() {}

    static void write(Chat chat, ArrayNode messages) {
        if (!chat.system().isEmpty()) {
            messages.addObject().put("role", "system").put("content", String.join("\n\n", chat.system()));
        }
        for (Turn turn : chat.turns()) {
            if (turn.assistant()) {
                assistant(turn, messages.addObject().put("role", "assistant"));
            } else {
                user(turn, messages);
            }
        }
    }

    private static void assistant(Turn turn, ObjectNode message) {
        StringBuilder text = new StringBuilder();
        for (Part part : turn.parts()) {
            if (part instanceof Text said) {
                text.append(said.text());
            } else if (part instanceof Call call) {
                message.withArray("tool_calls")
                        .addObject()
                        .put("id", id(call.id()))
                        .put("type", "function")
                        .putObject("function")
                        .put("name", call.name())
                        .put("arguments", call.arguments().toString());
            }
        }
        message.put("content", text.toString());
    }

    /** Each result is a message of its own; what the user says besides stands behind them. */
    private static void user(Turn turn, ArrayNode messages) {
        List<Part> rest = new ArrayList<>();
        for (Part part : turn.parts()) {
            if (part instanceof Result result) {
                messages.addObject()
                        .put("role", "tool")
                        .put("tool_call_id", id(result.id()))
                        .put("name", result.name())
                        .put("content", result.text());
            } else {
                rest.add(part);
            }
        }
        if (rest.size() == 1 && rest.get(0) instanceof Text only) {
            messages.addObject().put("role", "user").put("content", only.text());
        } else if (!rest.isEmpty()) {
            ArrayNode content = messages.addObject().put("role", "user").putArray("content");
            rest.forEach(part -> part(part, content.addObject()));
        }
    }

    private static void part(Part part, ObjectNode into) {
        if (part instanceof Text text) {
            into.put("type", "text").put("text", text.text());
        } else if (part instanceof Image image) {
            String url = image.type() == null ? image.data() : "data:" + image.type() + ";base64," + image.data();
            into.put("type", "image_url").put("image_url", url);
        }
    }

    /** Mistral takes nine letters and digits and nothing else: other ids become such, the same ones for call and result. */
    static String id(String given) {
        if (given.matches("[A-Za-z0-9]{9}")) {
            return given;
        }
        UUID hash = UUID.nameUUIDFromBytes(given.getBytes(StandardCharsets.UTF_8));
        BigInteger number = new BigInteger(hash.toString().replace("-", ""), 16);
        String letters = "000000000" + number.toString(36);
        return letters.substring(letters.length() - 9);
    }
}
