package dev.caravan.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import java.util.HashSet;
import java.util.Set;

/** The part of a GenerateContentRequest that is the same for all records of a batch: everything but the prompts. */
public final class GenerateRequest {
    /** Where prompts go: what stands before and behind them. The parts stand inside of the request object. */
    public static final String SYSTEM_START = "\"systemInstruction\":{\"parts\":[{\"text\":\"";

    public static final String SYSTEM_END = "\"}]},";
    public static final String USER_START = "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"";
    public static final String USER_END = "\"}]}]";

    private static final Set<String> CONFIG = Set.of(
            "temperature",
            "topP",
            "topK",
            "maxOutputTokens",
            "stopSequences",
            "seed",
            "presencePenalty",
            "frequencyPenalty",
            "responseLogprobs",
            "logprobs",
            "mediaResolution",
            "thinkingConfig",
            "responseMimeType",
            "responseSchema",
            "responseJsonSchema");
    private static final Set<String> BESIDE = Set.of("tools", "toolConfig", "safetySettings");
    private static final Set<String> STRUCTURE = Set.of("responseMimeType", "responseSchema", "responseJsonSchema");

    private GenerateRequest() {}

    /**
     * @param jsonSchema whether an output schema goes as {@code responseJsonSchema}, else as {@code responseSchema}
     * @param more names of parameters of this API beside those of all
     * @throws IllegalArgumentException if the shape asks for what can't be sent, naming it
     */
    public static ObjectNode of(RequestShape shape, boolean jsonSchema, Set<String> more) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        Set<String> known = new HashSet<>(CONFIG);
        known.addAll(BESIDE);
        known.addAll(more);
        Parameters.each(shape, known, (name, value) -> {
            refuse(shape, name);
            place(request, config, name).set(name, value);
        });
        if (shape.thinking() != null) {
            Thinking.put(shape.thinking(), shape.model(), config);
        }
        if (shape.schema() != null) {
            config.put("responseMimeType", "application/json");
            JsonNode schema = jsonSchema ? InlinedSchema.of(shape.schema()) : OpenApiSchema.of(shape.schema());
            config.set(jsonSchema ? "responseJsonSchema" : "responseSchema", schema);
        }
        if (!config.isEmpty()) {
            request.set("generationConfig", config);
        }
        return request;
    }

    /** The fields of an object without its braces, with a comma behind; empty for none. */
    public static String fields(ObjectNode object) {
        String json = object.toString();
        return object.isEmpty() ? "" : json.substring(1, json.length() - 1) + ",";
    }

    private static ObjectNode place(ObjectNode request, ObjectNode config, String name) {
        return CONFIG.contains(name) ? config : request;
    }

    private static void refuse(RequestShape shape, String name) {
        if (STRUCTURE.contains(name) && shape.schema() != null) {
            throw new IllegalArgumentException(
                    "Parameter \"" + name + "\" and the output schema of the task exclude each other");
        }
        if (name.equals("thinkingConfig") && shape.thinking() != null) {
            throw new IllegalArgumentException("Parameter \"" + name + "\" and thinking exclude each other");
        }
    }
}
