package dev.caravan.provider.whole;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.whole.Chat.Call;
import dev.caravan.provider.whole.Chat.Part;
import dev.caravan.provider.whole.Chat.Result;
import dev.caravan.provider.whole.Chat.Text;
import dev.caravan.provider.whole.Chat.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code messages}: system texts to one place, the others to turns. */
final class MessagesReader {
    private static final Set<String> UNSIGNED = Set.of("id", "type", "function", "index");
    private static final Set<String> SIGNED = Set.of("id", "type", "function", "index", "extra_content");

    private final Refusals refused;
    private final Takes takes;
    private final PartsReader parts;
    private final List<String> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Map<String, String> called = new HashMap<>();

    MessagesReader(Takes takes, Refusals refused) {
        this.takes = takes;
        this.refused = refused;
        this.parts = new PartsReader(takes, refused);
    }

    List<String> system() {
        return List.copyOf(system);
    }

    List<Turn> turns() {
        return List.copyOf(turns);
    }

    void read(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            refused.add("messages", "must be a list with at least one message");
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            message(messages.path(i), "messages[" + i + "]");
        }
        if (!refused.isEmpty()) {
            return;
        }
        if (turns.isEmpty()) {
            refused.add("messages", "at least one message must be of the user");
        } else if (turns.get(0).assistant()) {
            refused.unsupported("messages", "the first message behind those of the system must be of the user");
        }
    }

    private void message(JsonNode message, String path) {
        switch (message.path("role").asText("")) {
            case "system", "developer" -> {
                refused.unknown(message, path, Set.of("role", "content"));
                String text = parts.text(message.path("content"), path + ".content");
                if (!text.isEmpty()) {
                    system.add(text);
                }
            }
            case "user" -> {
                refused.unknown(message, path, Set.of("role", "content"));
                List<Part> said = parts.read(message.path("content"), path + ".content");
                if (said.isEmpty() && refused.isEmpty()) {
                    refused.add(path + ".content", "must not be empty");
                }
                add(false, said);
            }
            case "assistant" -> assistant(message, path);
            case "tool" -> tool(message, path);
            default -> refused.add(path + ".role", "must be system, developer, user, assistant or tool");
        }
    }

    private void assistant(JsonNode message, String path) {
        refused.unknown(message, path, Set.of("role", "content", "refusal", "tool_calls", "annotations"));
        List<Part> said = new ArrayList<>();
        JsonNode content = message.path("content");
        if (!content.isNull() && !content.isMissingNode()) {
            said.addAll(parts.read(content, path + ".content"));
        }
        String refusal =
                message.path("refusal").isNull() ? "" : message.path("refusal").asText("");
        if (!refusal.isEmpty()) {
            said.add(new Text(refusal));
        }
        JsonNode calls = message.path("tool_calls");
        if (!calls.isArray() && !calls.isNull() && !calls.isMissingNode()) {
            refused.add(path + ".tool_calls", "must be a list");
        }
        for (int i = 0; i < calls.size(); i++) {
            Call call = call(calls.path(i), path + ".tool_calls[" + i + "]");
            if (call != null) {
                said.add(call);
            }
        }
        if (said.isEmpty() && refused.isEmpty()) {
            refused.add(path + ".content", "an assistant's message needs a text or tool_calls");
        }
        add(true, said);
    }

    private @Nullable Call call(JsonNode call, String path) {
        refused.unknown(call, path, takes.has("signature") ? SIGNED : UNSIGNED);
        String id = call.path("id").asText("");
        String name = call.path("function").path("name").asText("");
        if (!takes.has("tools")) {
            refused.unsupported(path, "");
            return null;
        }
        if (id.isEmpty()
                || name.isEmpty()
                || !call.path("type").asText("function").equals("function")) {
            refused.add(path, "must be a call of a function, with its id and name");
            return null;
        }
        called.put(id, name);
        ObjectNode arguments = arguments(call.path("function").path("arguments"));
        if (arguments == null) {
            refused.add(path + ".function.arguments", "must be the text of a JSON object");
            return null;
        }
        JsonNode signature = call.path("extra_content").path("google").path("thought_signature");
        return new Call(id, name, arguments, signature.isTextual() ? signature.asText() : null);
    }

    private static @Nullable ObjectNode arguments(JsonNode given) {
        if (given.isMissingNode() || (given.isTextual() && given.asText().isBlank())) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!given.isTextual()) {
            return null;
        }
        try {
            return ExactJson.JSON.readTree(given.asText()) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private void tool(JsonNode message, String path) {
        refused.unknown(message, path, Set.of("role", "content", "tool_call_id", "name"));
        String id = message.path("tool_call_id").asText("");
        String name = called.get(id);
        String text = parts.text(message.path("content"), path + ".content");
        if (name == null) {
            refused.add(
                    path + ".tool_call_id", "no message before this one has a tool call with the id \"" + id + "\"");
            return;
        }
        add(false, List.of(new Result(id, name, text)));
    }

    /** Neighbours of one side become one turn: most providers insist on alternation. */
    private void add(boolean assistant, List<? extends Part> more) {
        if (more.isEmpty()) {
            return;
        }
        Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
        if (last != null && last.assistant() == assistant) {
            last.parts().addAll(more);
        } else {
            turns.add(new Turn(assistant, new ArrayList<>(more)));
        }
    }
}
