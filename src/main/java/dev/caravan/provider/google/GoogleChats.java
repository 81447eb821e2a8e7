package dev.caravan.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.Chat.Function;
import dev.caravan.provider.whole.Chat.Tools;
import dev.caravan.provider.whole.CommonPart;
import dev.caravan.provider.whole.Refusals;
import dev.caravan.provider.whole.Takes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Chats as GenerateContentRequests. */
public final class GoogleChats {
    private static final Map<String, String> NAMES = Map.of(
            "max_tokens", "maxOutputTokens",
            "temperature", "temperature",
            "top_p", "topP",
            "stop", "stopSequences",
            "seed", "seed",
            "presence_penalty", "presencePenalty",
            "frequency_penalty", "frequencyPenalty");
    private static final Set<String> LEVELS = Set.of("minimal", "low", "medium", "high");

    private final boolean jsonSchema;
    private final CommonPart common;

    /** @param jsonSchema whether schemas go as JSON Schema, else as OpenAPI's */
    public GoogleChats(RequestShape shape, boolean jsonSchema, Set<String> more) {
        this.jsonSchema = jsonSchema;
        this.common = new CommonPart(shape, one -> {
            String level = one.thinking();
            if (level != null && !Thinking.isByBudget(one.model()) && !level.equals(shape.thinking())) {
                known(level, one.model());
            }
            return GenerateRequest.of(one, jsonSchema, more);
        });
    }

    private static void known(String level, String model) {
        if (!LEVELS.contains(level)) {
            throw new IllegalArgumentException("Thinking level \"" + level + "\" is nothing that " + model
                    + " knows. Allowed: minimal, low, medium, high");
        }
    }

    public static Takes takes(String provider) {
        return Takes.of(
                provider,
                "temperature",
                "top_p",
                "stop",
                "seed",
                "presence_penalty",
                "frequency_penalty",
                "tools",
                "signature",
                "json_object",
                "json_schema",
                "image",
                "thinking");
    }

    /** Only as good as {@code refused} is empty. */
    public ObjectNode request(Chat chat, Refusals refused) {
        Map<String, JsonNode> said = new HashMap<>();
        NAMES.forEach((ours, theirs) -> {
            if (chat.settings().has(ours)) {
                said.put(theirs, chat.setting(ours));
            }
        });
        if (chat.format() != null && chat.format().schema() == null) {
            said.put("responseMimeType", TextNode.valueOf("application/json"));
        }
        ObjectNode request = common.of(said, chat, refused);
        if (request == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        GoogleContents.write(chat, request);
        if (chat.tools() != null) {
            tools(chat.tools(), request, refused);
        }
        return request;
    }

    private void tools(Tools tools, ObjectNode request, Refusals refused) {
        ArrayNode declarations = request.putArray("tools").addObject().putArray("functionDeclarations");
        List<Function> functions = tools.functions();
        for (int i = 0; i < functions.size(); i++) {
            Function function = functions.get(i);
            ObjectNode declaration = declarations.addObject().put("name", function.name());
            if (!function.description().isEmpty()) {
                declaration.put("description", function.description());
            }
            try {
                parameters(function, declaration);
            } catch (IllegalArgumentException e) {
                refused.add("tools[" + i + "].function.parameters", String.valueOf(e.getMessage()));
            }
        }
        ObjectNode calling = request.putObject("toolConfig").putObject("functionCallingConfig");
        calling.put(
                "mode",
                switch (tools.choice()) {
                    case "none" -> "NONE";
                    case "required" -> "ANY";
                    default -> "AUTO";
                });
        if (tools.only() != null) {
            calling.putArray("allowedFunctionNames").add(tools.only());
        }
    }

    /** A function without parameters has none declared: an object without properties is refused. */
    private void parameters(Function function, ObjectNode declaration) {
        ObjectNode parameters = function.parameters();
        if (parameters == null || parameters.path("properties").isEmpty()) {
            return;
        }
        String schema = parameters.toString();
        declaration.set(
                jsonSchema ? "parametersJsonSchema" : "parameters",
                jsonSchema ? InlinedSchema.of(schema) : OpenApiSchema.of(schema));
    }
}
