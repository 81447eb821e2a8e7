package dev.caravan.simulator.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Ask;
import dev.caravan.simulator.core.Hash;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.ModelCard;
import dev.caravan.simulator.core.OutputFormat;
import dev.caravan.simulator.core.PromptText;
import dev.caravan.simulator.core.Reply;
import dev.caravan.simulator.core.Tokens;
import dev.caravan.simulator.core.Twist;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GenerateContentRequest} in, {@code GenerateContentResponse} out. */
public final class Generated {
    private static final Set<String> KEYS =
            Set.of("contents", "systemInstruction", "generationConfig", "tools", "toolConfig", "safetySettings");

    private Generated() {}

    /**
     * The answer to a request, or Google's error.
     *
     * @param more the field of a request that one of the APIs alone takes
     * @param id what makes the response's own id
     */
    public static Answer answer(JsonNode request, String more, ModelCard model, Twist twist, String id) {
        try {
            switch (twist) {
                case ERROR -> throw new GoogleError(500, "An internal error has occurred.");
                case RATE_LIMIT -> throw new GoogleError(429, "Resource has been exhausted (e.g. check quota).");
                default -> {}
            }
            return reply(request, more, model, twist, id);
        } catch (GoogleError refused) {
            return refused.answer();
        }
    }

    private static Answer reply(JsonNode request, String more, ModelCard model, Twist twist, String id) {
        if (model.embeds()) {
            throw GoogleError.invalid("Model " + model.name() + " is not supported for generateContent.");
        }
        for (String key : Json.names(request)) {
            if (!KEYS.contains(key) && !key.equals(more)) {
                throw GoogleError.unknownField(key, "request");
            }
        }
        JsonNode contents = request.path("contents");
        contents(contents);
        GenerationConfig config = GenerationConfig.of(request.path("generationConfig"), model);
        Reply reply = Reply.to(
                new Ask(PromptText.of(contents), config.format(), config.cap(), config.effort(), model), twist);
        int in = Tokens.in(PromptText.all(contents) + PromptText.all(request.path("systemInstruction")));
        Tokens tokens = new Tokens(in, reply.tokens(), reply.reasoning());
        return Answer.ok(wire(reply, tokens, model, id), tokens);
    }

    private static void contents(JsonNode contents) {
        if (!contents.isArray() || contents.isEmpty()) {
            throw GoogleError.invalid("Please supply contents.");
        }
        for (JsonNode content : contents) {
            String role = content.path("role").asText("user");
            if (!role.equals("user") && !role.equals("model")) {
                throw GoogleError.invalid("Please use a valid role: user, model.");
            }
            if (!content.path("parts").isArray() || content.path("parts").isEmpty()) {
                throw GoogleError.invalid("Unable to submit request because it must have at least one part.");
            }
        }
    }

    private static ObjectNode wire(Reply reply, Tokens tokens, ModelCard model, String id) {
        ObjectNode wire = Json.object();
        if (reply.end() == Reply.End.FILTER) {
            wire.putObject("promptFeedback").put("blockReason", "PROHIBITED_CONTENT");
        } else {
            candidate(wire.putArray("candidates").addObject(), reply);
        }
        ObjectNode usage = wire.putObject("usageMetadata")
                .put("promptTokenCount", tokens.input())
                .put("totalTokenCount", tokens.input() + tokens.output());
        if (reply.end() != Reply.End.FILTER) {
            usage.put("candidatesTokenCount", tokens.output() - tokens.reasoning());
        }
        if (tokens.reasoning() > 0) {
            usage.put("thoughtsTokenCount", tokens.reasoning());
        }
        return wire.put("modelVersion", model.name()).put("responseId", Hash.hex(id, "response"));
    }

    private static void candidate(ObjectNode candidate, Reply reply) {
        if (reply.end() != Reply.End.REFUSAL) {
            ObjectNode content = candidate.putObject("content").put("role", "model");
            content.putArray("parts").addObject().put("text", reply.text());
        }
        candidate
                .put(
                        "finishReason",
                        switch (reply.end()) {
                            case LENGTH -> "MAX_TOKENS";
                            case REFUSAL -> "SAFETY";
                            default -> "STOP";
                        })
                .put("index", 0);
    }

    /** What the request asks for, checked. */
    private record GenerationConfig(
            OutputFormat format, @Nullable Integer cap, String effort) {
        private static final Set<String> KEYS = Set.of(
                "temperature",
                "topP",
                "topK",
                "candidateCount",
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

        static GenerationConfig of(JsonNode config, ModelCard model) {
            for (String key : Json.names(config)) {
                if (!KEYS.contains(key)) {
                    throw GoogleError.unknownField(key, "generation_config");
                }
            }
            JsonNode cap = config.path("maxOutputTokens");
            if (!cap.isMissingNode() && (!cap.isInt() || cap.asInt() < 1)) {
                throw GoogleError.invalid("max_output_tokens must be positive.");
            }
            return new GenerationConfig(
                    format(config), cap.isInt() ? Integer.valueOf(cap.asInt()) : null, thinking(config, model));
        }

        private static OutputFormat format(JsonNode config) {
            boolean json = config.path("responseMimeType").asText().equals("application/json");
            JsonNode openApi = config.path("responseSchema");
            JsonNode schema = config.path("responseJsonSchema");
            if (openApi.isObject() && schema.isObject()) {
                throw GoogleError.invalid("Only one of response_schema and response_json_schema may be set.");
            }
            if ((openApi.isObject() || schema.isObject()) && !json) {
                throw GoogleError.invalid("response_schema needs the response_mime_type application/json.");
            }
            if (openApi.isObject()) {
                return OutputFormat.schema(PlainSchema.of(openApi));
            }
            return schema.isObject() ? OutputFormat.schema(schema) : json ? OutputFormat.JSON : OutputFormat.TEXT;
        }

        private static String thinking(JsonNode config, ModelCard model) {
            JsonNode thinking = config.path("thinkingConfig");
            boolean budget = thinking.has("thinkingBudget");
            boolean level = thinking.has("thinkingLevel");
            if (budget && level) {
                throw GoogleError.invalid("You can only set only one of thinking budget and thinking level.");
            }
            if (level && GoogleModels.byBudget(model)) {
                throw GoogleError.invalid("Thinking level is not supported for this model.");
            }
            if (budget) {
                return effort(thinking.path("thinkingBudget").asInt(), model);
            }
            String word = thinking.path("thinkingLevel").asText("").toLowerCase(java.util.Locale.ROOT);
            if (level && !model.levels().contains(word)) {
                throw GoogleError.invalid("Thinking level " + word + " is not supported for this model.");
            }
            return word;
        }

        private static String effort(int budget, ModelCard model) {
            boolean pro = model.name().contains("-pro");
            int most = pro ? 32_768 : 24_576;
            if (budget > most || budget < -1 || (budget == 0 && pro)) {
                throw GoogleError.invalid("The thinking budget " + budget
                        + " is invalid. Please choose a value between " + (pro ? 128 : 0) + " and " + most + ".");
            }
            if (budget > 0 && budget < 512 && model.name().contains("-lite")) {
                throw GoogleError.invalid("The thinking budget " + budget + " is invalid: 512 is the least.");
            }
            return budget == 0 ? "none" : budget < 0 ? "" : budget <= 1024 ? "low" : budget <= 8192 ? "medium" : "high";
        }
    }
}
