package dev.caravan.simulator.bedrock;

import static dev.caravan.simulator.bedrock.Question.need;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Ask;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.OutputFormat;
import dev.caravan.simulator.core.PromptText;
import java.util.Set;

/** The one format for every chat model. */
final class ConverseForm implements BodyForm {
    private static final Set<String> KEYS = Set.of(
            "messages",
            "system",
            "inferenceConfig",
            "additionalModelRequestFields",
            "additionalModelResponseFieldPaths",
            "outputConfig",
            "guardrailConfig",
            "performanceConfig",
            "serviceTier",
            "requestMetadata",
            "promptVariables");

    @Override
    public Answer answer(Question question) {
        Model model = question.model();
        ObjectNode body = question.body();
        need(!model.card().embeds(), "The model does not support Converse.");
        need(!body.has("toolConfig"), "Tool use is not supported in batch inference with Converse.");
        question.allow(KEYS);
        blocks(body.path("messages"), body.path("system"));
        JsonNode config = body.path("inferenceConfig");
        Question.fraction(config.path("temperature"), "inferenceConfig.temperature");
        Question.fraction(config.path("topP"), "inferenceConfig.topP");
        Integer most = Question.positive(config.path("maxTokens"), "inferenceConfig.maxTokens");
        JsonNode thinking = body.path("additionalModelRequestFields").path("thinking");
        JsonNode effort = body.path("outputConfig").path("effort");
        String level = "";
        if (model.isClaude()) {
            level = ClaudeRules.effort(thinking, effort, most, model);
            ClaudeRules.sampling(config.path("temperature"), config.path("topP"), !level.equals("none"));
        } else {
            need(thinking.isMissingNode(), "additionalModelRequestFields: extraneous key [thinking] is not permitted");
        }
        Ask ask = new Ask(
                PromptText.of(body.path("messages")),
                format(body.path("outputConfig").path("textFormat"), model),
                most,
                level,
                model.card());
        return Conversed.answer(ask, question.twist(), PromptText.all(body.path("messages")));
    }

    /** Content is a list of blocks, never a text; a cache point is refused in batches. */
    private static void blocks(JsonNode messages, JsonNode system) {
        Question.messages(messages);
        need(system.isMissingNode() || system.isArray(), "system: must be a list of content blocks");
        for (JsonNode message : messages) {
            need(message.path("content").isArray(), "messages.content: must be a list of content blocks");
            for (JsonNode block : message.path("content")) {
                if (block.has("cachePoint")) {
                    throw new RecordException(403, "You do not have access to explicit prompt caching");
                }
                need(
                        block.path("text").asText("-").length() > 0,
                        "The text field in the ContentBlock object is blank.");
            }
        }
    }

    private static OutputFormat format(JsonNode wanted, Model model) {
        if (wanted.isMissingNode()) {
            return OutputFormat.TEXT;
        }
        JsonNode schema = wanted.path("structure").path("jsonSchema").path("schema");
        need(
                wanted.path("type").asText().equals("json_schema") && schema.isTextual(),
                "outputConfig.textFormat: the schema must be a string of JSON");
        JsonNode read = Json.readOrMissing(schema.asText());
        need(model.isClaude(), "This model doesn't support the outputConfig.textFormat field.");
        StrictSchema.check(read);
        return OutputFormat.schema(read);
    }
}
