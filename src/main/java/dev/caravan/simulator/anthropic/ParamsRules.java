package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.OutputFormat;
import java.util.List;
import java.util.Set;

/** What the provider asks of the {@code params} of one request, when it runs. */
final class ParamsRules {
    private static final Set<String> KEYS = Set.of(
            "cache_control",
            "container",
            "inference_geo",
            "max_tokens",
            "messages",
            "metadata",
            "model",
            "output_config",
            "service_tier",
            "stop_sequences",
            "stream",
            "system",
            "temperature",
            "thinking",
            "tool_choice",
            "tools",
            "top_k",
            "top_p");

    private ParamsRules() {}

    static MessageRequest check(ObjectNode params, Terms terms) {
        for (String key : Json.names(params)) {
            if (!KEYS.contains(key)) {
                throw AnthropicException.badRequest(key + ": Extra inputs are not permitted");
            }
        }
        for (String key : List.of("model", "max_tokens", "messages")) {
            if (params.path(key).isMissingNode()) {
                throw AnthropicException.badRequest(key + ": Field required");
            }
        }
        String name = params.path("model").asText();
        ClaudeModel model = ClaudeModels.find(name).orElseThrow(() -> AnthropicException.notFound("model: " + name));
        if (params.path("stream").asBoolean()) {
            throw AnthropicException.badRequest("stream: Streaming is not supported in batches");
        }
        int maxTokens = maxTokens(params.path("max_tokens"), model, terms.longOutput());
        MessagesRules.check(params, model);
        sampling(params, model, terms);
        String effort = ThinkingRules.effort(params, model, maxTokens);
        ToolRules.Tool tool = ToolRules.forced(params, model, !effort.equals("none"));
        OutputFormat format = format(params, model);
        boolean shows = !params.path("thinking").path("display").asText().equals("omitted");
        return tool == null
                ? new MessageRequest(params, model, maxTokens, effort, shows, format, null)
                : new MessageRequest(params, model, maxTokens, effort, shows, tool.input(), tool.name());
    }

    private static int maxTokens(JsonNode given, ClaudeModel model, boolean longOutput) {
        if (!given.isInt()) {
            throw AnthropicException.badRequest("max_tokens: Input should be a valid integer");
        }
        if (given.asInt() < 1) {
            throw AnthropicException.badRequest("max_tokens: Input should be greater than or equal to 1");
        }
        int most = model.maxTokens(longOutput);
        if (given.asInt() > most) {
            throw AnthropicException.badRequest(
                    "max_tokens: %d > %d, which is the maximum allowed number of output tokens for %s"
                            .formatted(given.asInt(), most, model.name()));
        }
        return given.asInt();
    }

    private static void sampling(ObjectNode params, ClaudeModel model, Terms terms) {
        for (String key : List.of("temperature", "top_p", "top_k")) {
            if (params.has(key) && !terms.samples()) {
                throw AnthropicException.badRequest(key + ": Extra inputs are not permitted");
            }
            if (params.has(key) && !model.samples()) {
                throw AnthropicException.badRequest("`%s` is not supported by this model".formatted(key));
            }
        }
        if (model.name().equals("claude-haiku-4-5") && params.has("temperature") && params.has("top_p")) {
            throw AnthropicException.badRequest(
                    "`temperature` and `top_p` cannot both be specified for this model. Please use only one");
        }
        JsonNode temperature = params.path("temperature");
        if (!temperature.isMissingNode()
                && (!temperature.isNumber() || temperature.asDouble() < 0 || temperature.asDouble() > 1)) {
            throw AnthropicException.badRequest("temperature: Input should be a number from 0 to 1");
        }
    }

    private static OutputFormat format(ObjectNode params, ClaudeModel model) {
        JsonNode config = params.path("output_config");
        for (String key : Json.names(config)) {
            if (!Set.of("effort", "format").contains(key)) {
                throw AnthropicException.badRequest("output_config." + key + ": Extra inputs are not permitted");
            }
        }
        JsonNode format = config.path("format");
        if (format.isMissingNode() || format.isNull()) {
            return OutputFormat.TEXT;
        }
        for (String key : Json.names(format)) {
            if (!Set.of("type", "schema").contains(key)) {
                throw AnthropicException.badRequest("output_config.format." + key + ": Extra inputs are not permitted");
            }
        }
        if (!format.path("type").asText().equals("json_schema")) {
            throw AnthropicException.badRequest("output_config.format.type: Input should be 'json_schema'");
        }
        if (MessagesRules.endsWithAssistant(params)) {
            throw AnthropicException.badRequest(
                    "output_config.format: Prefilling the assistant message is not possible");
        }
        SchemaRules.check(format.path("schema"), "output_config.format.schema");
        return OutputFormat.schema(format.path("schema"));
    }
}
